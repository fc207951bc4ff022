/** The ones that people use most, not all of them: the device's own keyboard has the rest. */
export const EMOJI: readonly string[] =
  '😀 😃 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😎 🤔 😐 😕 🙁 😢 😭 😡 😱 😴 🤗 🤷 🙈 👍 👎 👌 👏 🙌 🙏 💪 👋 ✌️ 🤝 ❤️ 💙 💚 💛 💔 ✨ 🔥 🎉 ⭐ ✅ ❌ ❓ ❗ 💡'.split(
    ' ',
  )
