package io.hillock.measure;

/** A page in itself, light or dark as the reader has it. */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2430; --paper: #fcfcfa; --faint: #e3e5e8;
        --soft: #5d6675; --mark: #b0332b; --s0: #0b6bb3; --s1: #d9730d; --s2: #2f8f5b; --s3: #8a4fbf;
        --s4: #b3261e; --s5: #00838f; --s6: #8d6e00; --s7: #5d6675; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --paper: #14181e;
        --faint: #2c333d; --soft: #9aa4b2; --mark: #ff8a80; --s0: #6fb7ff; --s1: #ffb066;
        --s2: #7bd8a4; --s3: #c9a2ff; --s4: #ff8a80; --s5: #6fd3dd; --s6: #e3c75a; --s7: #9aa4b2; } }
      body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 920px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.8rem; margin-bottom: .2rem; } h2 { margin-top: 2.5rem; }
      code { background: var(--faint); padding: .1em .35em; border-radius: 4px;
        overflow-wrap: anywhere; }
      figure { margin: 1rem 0 2rem; } figcaption { font-weight: 600; }
      svg { width: 100%; height: auto; display: block; }
      .legend { margin: .3rem 0; } .legend span { margin-right: 1.2em; white-space: nowrap; }
      .legend svg { display: inline-block; width: 14px; height: 14px; vertical-align: -2px;
        margin-right: .35em; }
      text { fill: var(--ink); font: 13px system-ui, sans-serif; }
      text.small { fill: var(--soft); font-size: 12px; }
      line.grid { stroke: var(--faint); } line.guide { stroke: var(--faint); stroke-dasharray: 1 3; }
      line.reference { stroke: var(--mark); stroke-width: 1.5; stroke-dasharray: 5 4; }
      .fill { stroke: var(--paper); stroke-width: .8; }
      .stroke { fill: none; stroke-width: 2; }
      .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 14px; }
      th, td { padding: .2em .7em .2em 0; text-align: left; border-bottom: 1px solid var(--faint);
        white-space: nowrap; }
      tbody th { font-weight: 600; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; }
      """;

  private Page() {}

  /** Returns a page with a title and a body. */
  static String of(String title, String body) {
    StringBuilder style = new StringBuilder(STYLE);
    for (int series = 0; series < 8; series++) {
      style.append(".fill.s%1$d { fill: var(--s%1$d); }\n".formatted(series));
      style.append(".stroke.s%1$d { stroke: var(--s%1$d); }\n".formatted(series));
    }
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(Svg.escape(title), style, body);
  }
}
