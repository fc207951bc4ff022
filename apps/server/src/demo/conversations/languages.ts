import { ana, ben, chiara, deniz, line, type Story, visitor } from '../script.ts'
import { pages } from './pages.ts'

/** Languages that the screens must carry: from right to left, without spaces, with other letters. */
export const languages: Story[] = [
  {
    visitor: {
      name: 'نور الحداد',
      email: 'noor.alhaddad@alwaha-hospital.example',
      customerId: 'acc-44120',
      attributes: { company: 'مستشفى الواحة', plan: 'Enterprise', device: 'Iris 3 (×9)' },
      language: 'ar-AE',
      timeZone: 'Asia/Dubai',
      page: pages.iris,
    },
    ago: '16m',
    subject: 'كاميرا القزحية في غرفة الأدوية',
    group: 'Hardware',
    tags: ['iris-3', 'arabic'],
    steps: [
      visitor(
        'السلام عليكم، كاميرا القزحية Iris 3 في غرفة الأدوية لا تتعرف على الممرضات اللواتي يرتدين نظارات.',
      ),
      ana('وعليكم السلام نور، أهلاً بك. هل المشكلة مع كل النظارات أم مع العدسات اللامعة فقط؟', '2m'),
      visitor('اللامعة فقط. نرى بقعة بيضاء في الصورة فوق العين.'),
      visitor.sends('iris', '30s'),
      ana(
        'هذا انعكاس مصباح السقف. من فضلك أميلي الكاميرا عشر درجات إلى الأسفل، وفعّلي الخيار "Glasses" في الإعدادات.',
      ),
      visitor('تم. نجحت مع ثلاث ممرضات من أربع.', '6m'),
      ana.notes(
        'Noor writes Arabic, my replies go through Chiara’s glossary. Fourth nurse probably has progressive lenses.',
      ),
      ana('ممتاز! هل يمكن للممرضة الرابعة أن ترفع نظارتها قليلاً؟ قد تكون العدسات متعددة البؤر.'),
      visitor('سنجرب عند تغيير المناوبة وأخبرك.', '1m'),
    ],
  },
  {
    visitor: {
      name: '佐藤 美咲',
      email: 'misaki.sato@yamabiko-elec.example',
      customerId: 'acc-38801',
      attributes: { company: 'やまびこ電機', plan: 'Business', device: 'Ridge 2' },
      language: 'ja',
      timeZone: 'Asia/Tokyo',
      page: pages.ridge,
    },
    ago: '3d',
    subject: '指紋リーダーの清掃について',
    tags: ['ridge-2', 'japanese'],
    steps: [
      visitor(
        'お世話になっております。指紋リーダーの表面はどのように清掃すればよいでしょうか。アルコールは使えますか?',
      ),
      chiara(
        '佐藤様、お問い合わせありがとうございます。70%までのイソプロピルアルコールを柔らかい布に含ませてお使いください。直接吹きかけないようお願いいたします。',
        '3m',
      ),
      visitor('ありがとうございます。頻度はどのくらいがよいですか。'),
      chiara(
        '1日200回程度のご利用でしたら、週に一度で十分です。詳しくはこちらをご覧ください:https://docs.biometrics.example/ja/ridge-2/cleaning',
      ),
      visitor('よく分かりました。助かりました。'),
      chiara.closes('1m'),
      visitor.rates(5, '丁寧なご対応ありがとうございました。', '2m'),
    ],
  },
  {
    visitor: {
      name: 'Élodie Garnier',
      email: 'elodie.garnier@mairie-saintclair.example',
      attributes: { company: 'Mairie de Saint-Clair', plan: 'Business' },
      language: 'fr-FR',
      timeZone: 'Europe/Paris',
      page: pages.terminal,
    },
    ago: '52m',
    subject: 'Badgeuse des services techniques',
    tags: ['terminal-t7', 'french'],
    steps: [
      visitor('Bonjour, la badgeuse des services techniques affiche l’heure de Londres depuis hier.'),
      ben(
        'Bonjour Madame Garnier, c’est le fuseau horaire qui a sauté avec la mise à jour 7.2. Console → Appareils → Heure → Europe/Paris.',
      ),
      visitor('Merci ! Et les pointages d’hier ?', '3m'),
      ben(
        'Ils sont enregistrés en heure universelle, donc ils s’afficheront correctement dès que le fuseau est le bon. Rien n’est perdu.',
      ),
      visitor('C’est bien le cas. Je préviens les collègues et je reviens vers vous si besoin.', '5m'),
      ben('Très bien, merci à vous !', '30s'),
      visitor.sees('20s'),
    ],
  },
  {
    visitor: {
      name: 'Ayşe Kaplan',
      email: 'ayse.kaplan@ege-tekstil.example',
      attributes: { company: 'Ege Tekstil', plan: 'Business' },
      language: 'tr',
      timeZone: 'Europe/Istanbul',
      page: pages.enrolment,
    },
    ago: '17d',
    subject: 'Kayıt sırasında parmak sırası',
    group: 'Enrollment',
    tags: ['enrolment', 'turkish'],
    steps: [
      visitor(
        'Merhaba, kayıt sırasında önce sağ el isteniyor. Solak çalışanlarımız için değiştirilebilir mi?',
      ),
      deniz('Merhaba Ayşe Hanım, elbette: Ayarlar → Kayıt → Parmak sırası. Kişi başına da seçebilirsiniz.'),
      visitor('Buldum, çok teşekkür ederim!'),
      deniz.closes('1m'),
      visitor.rates(5, undefined, '1m'),
    ],
  },
  {
    visitor: {
      name: 'Lucía Fernández',
      email: 'lucia@clinica-delmar.example',
      attributes: { company: 'Clínica del Mar', plan: 'Trial', days: 3 },
      language: 'es-ES',
      timeZone: 'Europe/Madrid',
      page: pages.pricing,
    },
    ago: '13m',
    tags: ['trial', 'spanish'],
    steps: [
      visitor(
        'Hola. Estamos probando el sistema y nos quedan tres días. ¿Se puede alargar la prueba una semana?',
      ),
      visitor(
        'La instaladora viene el lunes y me gustaría verlo funcionando en la puerta antes de decidir.',
        '1m',
      ),
    ],
  },
  {
    visitor: {
      name: 'Дмитрий Ковалёв',
      email: 'd.kovalev@severlab.example',
      attributes: { company: 'СеверЛаб', plan: 'Scale' },
      language: 'ru',
      timeZone: 'Asia/Almaty',
      page: pages.webhooks,
    },
    ago: '66d',
    subject: 'Повторы вебхуков',
    tags: ['webhooks', 'russian'],
    steps: [
      visitor('Здравствуйте! Сколько раз повторяется вебхук, если наш сервер недоступен?'),
      line('language', 'The visitor writes Russian; answers are in English'),
      deniz(
        'Hello Dmitry, twelve times over 24 hours, with longer and longer pauses. After that you can replay them in the Console.',
      ),
      visitor('Понял, спасибо.'),
      deniz.closes('2m'),
    ],
  },
]
