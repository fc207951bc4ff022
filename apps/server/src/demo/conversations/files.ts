/** What visitors attach. */

export const RIDGE_LOG = `2026-01-01T06:02:11Z boot      ridge-2 bootloader 1.9, slot A, firmware 4.1.7
2026-01-01T06:02:12Z net       link up, 100 Mbit, dhcp ok
2026-01-01T06:02:14Z update    4.2.1 offered, 11 482 112 bytes, signature ok
2026-01-01T06:02:15Z update    erasing slot B
2026-01-01T06:02:21Z update    writing slot B   10 %
2026-01-01T06:02:27Z update    writing slot B   25 %
2026-01-01T06:02:36Z update    writing slot B   50 %
2026-01-01T06:02:41Z update    writing slot B   63 %
2026-01-01T06:02:41Z flash     ERROR program failed at block 0x1d4, status 0x21 (write protected)
2026-01-01T06:02:41Z update    giving up, 3 of 3 attempts
2026-01-01T06:02:42Z watchdog  restart requested by update
2026-01-01T06:02:43Z boot      ridge-2 bootloader 1.9, slot A, firmware 4.1.7
`

export const PEOPLE_CSV = `personnel_no,given_name,family_name,department,valid_from
10309,Ines,Carvalho,Logistics,2026-01-01
10310,Matthew,O'Neill,Logistics,2026-01-01
10311,Zoë,van den Berg,Quality,2026-01-15
10312,"Smith, John",,Quality,2026-01-15
10313,Anh,Nguyễn,Assembly,2026-02-01
10314,Łukasz,Żak,Assembly,2026-02-01
`

export const TRACE = `POST /v2/verify HTTP/1.1
Host: api.biometrics.example
Content-Type: application/json
X-Request-Id: 7f3f1c0e-5b2a-4f43-9d0c-1f8d2f5b6e11

HTTP/1.1 429 Too Many Requests
Retry-After: 2
X-RateLimit-Limit: 50
X-RateLimit-Remaining: 0
{"code":"rate_limited","message":"More than 50 requests in a second."}
`

export const ORDER_CSV = `position,article,quantity,site
1,Ridge 2 fingerprint reader,84,Rotterdam
2,Ridge 2 fingerprint reader,22,Antwerp
3,Terminal T7,14,Rotterdam
4,Console Enterprise (seats),120,all
`
