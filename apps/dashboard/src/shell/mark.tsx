/** The product's mark. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#2868d4" />
      <path
        d="M9 9.5h14a2.5 2.5 0 0 1 2.5 2.5v7.5A2.5 2.5 0 0 1 23 22h-6.500L11.500 26v-4H9a2.500 2.500 0 0 1-2.500-2.500V12A2.500 2.500 0 0 1 9 9.500Z"
        fill="#fff"
      />
      <path d="M11.500 14h9M11.500 17.500h5.500" stroke="#2868d4" strokeWidth="1.800" strokeLinecap="round" />
    </svg>
  )
}
