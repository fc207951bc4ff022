/** The parts of Mantine that only these pages use. */
import '@mantine/core/styles/Badge.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import '@mantine/core/styles/Slider.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import '@mantine/core/styles/Tabs.layer.css'
