internal import HTML

/// The style sheet of every page, one `<style>`, hashed into the content security policy. Colours are tokens, light
/// and dark; why each is as it is: the design system (contrast, colour blindness, sizes).
enum StyleSheet {
    /// The sheet with the accent colour, where one is set.
    static func sheet(accent: AccentColour?) -> Trusted {
        guard let accent else { return base }
        let dark = accent.onDark
        return base + Trusted("\n:root{--brand:")
            + Trusted.colour(red: accent.red, green: accent.green, blue: accent.blue)
            + Trusted("}\n@media screen and (prefers-color-scheme:dark){:root{--brand:")
            + Trusted.colour(red: dark.red, green: dark.green, blue: dark.blue) + Trusted("}}")
    }

    private static let base = Trusted(
        """
        :root{color-scheme:light dark;--paper:#ffffff;--panel:#f3f6f8;--ink:#15212c;--ink2:#4a5966;--rule:#cbd4db;--grid:#e2e8ec;--edge:#75828d;
        --brand:#0b5a8a;--link:#0b5a8a;--main:#1d629b;--ref:#75828d;--signal:#a63d08;--band:#cfe0ee;--bandref:#e6eaed;--focus:#ffbf47;
        --s1:#e6f0f4;--s2:#bfd9e4;--s3:#8fbcd0;--s4:#5a9aba;--s5:#2b749c;--s6:#0f4f78;
        --d1:#a63d08;--d2:#d9773b;--d3:#f3c6a3;--d4:#eceff1;--d5:#b5d3e5;--d6:#5b9bc6;--d7:#1d629b;--don:#ffffff;--dmid:#15212c;--dsoft:#15212c;
        --l2:#e29a66;--l3:#cfd6db;--l4:#7fb2d6;--hatch:#82909b;--hatchbg:#f3f6f8;
        --sans:"Segoe UI",system-ui,-apple-system,Roboto,"Helvetica Neue",Arial,sans-serif;--serif:Charter,"Bitstream Charter","Iowan Old Style",Georgia,serif}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#10181f;--panel:#18232c;--ink:#e8eef2;--ink2:#a9b7c2;--rule:#384855;--grid:#25323c;--edge:#8697a5;
        --brand:#8cc8f2;--link:#8cc8f2;--main:#6cb6ee;--ref:#8697a5;--signal:#f79a66;--band:#1f4058;--bandref:#26333d;--focus:#ffbf47;
        --s1:#1c2f3b;--s2:#24506a;--s3:#2f7397;--s4:#4d9bc4;--s5:#85c3e6;--s6:#c9e6f7;
        --d1:#ffa870;--d2:#c56a32;--d3:#6b4430;--d4:#2a3843;--d5:#2b526d;--d6:#3f86b8;--d7:#8cc8f2;--don:#0b1217;--dmid:#0b1217;--dsoft:#f2f6f9;
        --l2:#b9652f;--l3:#43525e;--l4:#3f86b8;--hatch:#6f808e;--hatchbg:#18232c;}}
        *,*::before,*::after{box-sizing:border-box}
        html{scroll-padding-top:16px;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.5 var(--sans);font-variant-numeric:tabular-nums lining-nums}
        h1,h2,h3,h4,p,ol,ul,dl,dd,figure,table{margin:0;padding:0}
        h1,h2,.serif{font-family:var(--serif);font-weight:700;line-height:1.15;text-wrap:balance}
        h1{font-size:clamp(2rem,1.3rem + 2.2vw,2.875rem);letter-spacing:-.012em}
        h2{font-size:1.625rem}h3{font-size:1.125rem;line-height:1.3;font-weight:650;text-wrap:pretty}
        a{color:var(--link);text-underline-offset:.16em;text-decoration-thickness:1px}a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:3px solid var(--focus);outline-offset:2px;box-shadow:0 0 0 2px var(--ink);border-radius:2px}
        .wrap{max-width:1288px;margin:0 auto;padding:0 24px}
        .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:24px;top:-60px;background:var(--ink);color:var(--paper);padding:8px 16px;z-index:2}.skip:focus{top:8px}
        .defs{position:absolute;width:0;height:0}
        .nb{white-space:nowrap}
        /* masthead and first screen */
        .mast{border-top:4px solid var(--brand);border-bottom:1px solid var(--rule)}
        .mast .wrap{display:flex;justify-content:space-between;align-items:center;gap:8px 32px;padding-top:10px;padding-bottom:10px;flex-wrap:wrap}
        .brand{display:inline-flex;align-items:center;gap:10px;font-weight:650;color:var(--ink);text-decoration:none;min-height:28px}.brand svg{width:28px;height:28px;flex:none}
        .brand .m1{stroke:var(--brand)}.brand .m2{stroke:var(--edge)}
        .edition{font-size:.875rem;color:var(--ink2)}
        .crumbs ol{list-style:none;display:flex;flex-wrap:wrap;font-size:.875rem;color:var(--ink2);padding-top:14px}
        .crumbs li+li::before{content:"/";padding:0 8px;color:var(--ink2)}.crumbs a{display:inline-block;min-height:24px}
        .hero{padding:6px 0 18px;display:grid;grid-template-columns:minmax(0,1.45fr) minmax(0,1fr);gap:12px 48px;align-items:end}
        .stand{font-size:1.25rem;line-height:1.4;max-width:40em;margin-top:8px;text-wrap:pretty}
        .scope{display:grid;grid-template-columns:auto 1fr;gap:2px 16px;font-size:.875rem;border-left:1px solid var(--rule);padding-left:24px}.scope dt{color:var(--ink2)}
        .first{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:32px 48px;border-top:2px solid var(--ink);padding-top:16px}
        .kick{font:650 1rem/1.4 var(--sans);margin-bottom:12px}

        .hero:first-child{padding-top:22px}
        .finds{list-style:none;counter-reset:f}
        .finds>li{counter-increment:f;display:grid;grid-template-columns:36px 1fr;padding:10px 0 11px;border-top:1px solid var(--rule)}
        .finds>li:first-child{border-top:0;padding-top:0}
        .finds>li::before{content:counter(f);font:700 1.625rem/1.05 var(--serif);color:var(--signal)}.finds>li.up::before{color:var(--main)}
        .finds h3{font:700 1.1875rem/1.28 var(--serif)}.finds p{font-size:.9375rem;color:var(--ink2);margin-top:3px;text-wrap:pretty;max-width:62ch}.finds .do{color:var(--ink)}
        .tiles{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1px;background:var(--rule);border:1px solid var(--rule)}
        .tile{background:var(--paper);padding:13px 16px 12px;display:grid;grid-template-columns:auto minmax(72px,1fr);gap:0 14px;align-content:start}
        .tile h3{grid-column:1/-1;font-size:.9375rem;font-weight:600;margin-bottom:6px}.tile h3 a{color:var(--ink);text-decoration-color:var(--edge)}
        .val{font-size:2.125rem;line-height:1.15;font-weight:650;letter-spacing:-.02em;align-self:end;white-space:nowrap}
        .val small{font-size:1.125rem;font-weight:500;letter-spacing:0}
        .spark{width:100%;height:44px;align-self:end;overflow:visible}
        .ci{grid-column:1/-1;font-size:.8125rem;color:var(--ink2)}
        .cmp{grid-column:1/-1;display:grid;grid-template-columns:1fr auto auto;gap:0 10px;font-size:.8125rem;line-height:1.55;border-top:1px solid var(--grid);margin-top:6px;padding-top:5px}
        .cmp>div{display:contents}.cmp dt{color:var(--ink2)}.cmp dd{text-align:right;white-space:nowrap}
        .bad{color:var(--signal);font-weight:700}.good{color:var(--main);font-weight:700}.flat{color:var(--ink2)}
        .key{font-size:.8125rem;color:var(--ink2);margin-top:8px;text-wrap:pretty}
        /* chapters */
        .toc{border:1px solid var(--rule);border-width:1px 0;margin-top:32px;padding:8px 0}
        .toc ol{list-style:none;display:flex;flex-wrap:wrap;gap:0 15px;font-size:.875rem}.toc a{display:inline-block;padding:5px 0;text-decoration:none}.toc a:hover{text-decoration:underline}
        .toc span{color:var(--ink2);margin-right:5px}
        .chap{display:grid;grid-template-columns:232px minmax(0,1fr);gap:24px 56px;padding:26px 0 56px;border-top:2px solid var(--ink);margin-top:0}
        .chap:first-of-type{margin-top:48px}
        .rail>div{position:sticky;top:20px}.rail .no{font:700 .9375rem/1 var(--sans);color:var(--ink2);margin-bottom:8px}
        .rail p:not(.no){font-size:.9375rem;color:var(--ink2);margin-top:10px;text-wrap:pretty}
        .figs{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:48px 40px;align-items:start}
        .full{grid-column:1/-1}
        figure{min-width:0}figcaption h3{margin-bottom:2px}.sub{font-size:.9375rem;color:var(--ink2);line-height:1.4;text-wrap:pretty}
        figcaption{margin-bottom:12px}
        .note{font-size:.8125rem;color:var(--ink2);line-height:1.45;margin-top:8px;max-width:80ch;text-wrap:pretty}
        .ch{display:block;width:100%;height:auto;overflow:visible}.n{display:none}
        details{font-size:.875rem;margin-top:8px}summary{color:var(--link);cursor:pointer;padding:3px 0;min-height:24px;width:fit-content;text-decoration:underline;text-underline-offset:.16em;text-decoration-thickness:1px}
        details .scroll{margin-top:8px;max-height:340px}
        .scroll{overflow:auto;position:relative}
        table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.35}
        caption{text-align:left;color:var(--ink2);padding-bottom:6px}
        th{font-weight:600;text-align:left;vertical-align:bottom}thead th{border-bottom:1px solid var(--ink)}
        td,th{padding:6px 12px 6px 0;border-bottom:1px solid var(--grid)}td,tbody th{vertical-align:top}td,.num{text-align:right;white-space:nowrap}.tx{text-align:left;white-space:normal}
        td:last-child,th:last-child{padding-right:4px}tbody th{font-weight:400}tr.tot>*{font-weight:650;border-top:1px solid var(--ink)}tr.us>*{font-weight:650}
        .indent{padding-left:16px}
        .sup{background:repeating-linear-gradient(135deg,var(--hatchbg) 0 4px,var(--hatch) 4px 5px);border:1px solid var(--paper);min-width:44px}
        .swatch{display:inline-block;width:26px;height:13px;vertical-align:-2px;margin-right:6px;border:1px solid var(--hatch)}
        .heat{table-layout:fixed;min-width:720px}.heat thead th:first-child{width:158px}.heat td{text-align:center;vertical-align:middle;padding:8px 4px;border:2px solid var(--paper);min-width:58px}.heat th{padding:8px 10px 8px 0;border:0}.heat thead th{font-size:.8125rem;line-height:1.2;text-align:center;padding:4px;vertical-align:bottom;border:0;font-weight:600}
        .heat thead th:first-child{text-align:left}.heat tbody th{white-space:nowrap;position:sticky;left:0;background:var(--paper)}.heat td.sup{border:2px solid var(--paper)}
        .h1{background:var(--d1);color:var(--don)}.h2{background:var(--d2);color:var(--dmid)}.h3{background:var(--d3);color:var(--dsoft)}.h4{background:var(--d4);color:var(--dsoft)}.h5{background:var(--d5);color:var(--dsoft)}.h6{background:var(--d6);color:var(--dmid)}.h7{background:var(--d7);color:var(--don)}
        .heat .sig{font-weight:700;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px}
        .legend{display:flex;flex-wrap:wrap;gap:4px 0;font-size:.8125rem;margin:0 0 10px;list-style:none}.legend li{padding:3px 10px}.legend li.plain{background:none;padding-left:0;color:var(--ink2)}
        /* svg parts */
        .ch text{font:400 13px var(--sans);fill:var(--ink);font-variant-numeric:tabular-nums}.ch .tk{font-size:12.6px;fill:var(--ink2)}.ch .b{font-weight:650}.ch .mu{fill:var(--ink2)}.ch .mid{text-anchor:middle}.ch .end{text-anchor:end}
        .ch .tm{fill:var(--main);font-weight:650}.ch .tr{fill:var(--ink2)}.ch .ts{fill:var(--signal);font-weight:650}.ch .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
        .ch .big{font-size:16px;font-weight:650}
        .g{stroke:var(--grid);stroke-width:1}.z{stroke:var(--ink2);stroke-width:1}.lm{fill:none;stroke:var(--main);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}.lr{fill:none;stroke:var(--ref);stroke-width:2;stroke-linejoin:round}.ls{fill:none;stroke:var(--signal);stroke-width:2.5}
        .lk{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round}.lh{fill:none;stroke:var(--paper);stroke-width:4.5;stroke-linejoin:round}.thin{stroke-width:1.25}.dash{stroke-dasharray:5 4}.bm{fill:var(--band)}.br{fill:var(--bandref)}.fm{fill:var(--main)}.fr{fill:var(--ref)}.fs{fill:var(--signal)}.fp{fill:var(--paper)}
        .pm{fill:var(--main);stroke:var(--paper);stroke-width:1.5}.pr{fill:var(--ref);stroke:var(--paper);stroke-width:1.5}.ps{fill:var(--signal);stroke:var(--paper);stroke-width:1.5}.po{fill:var(--paper);stroke:var(--edge);stroke-width:2}
        .iv{stroke:var(--main);stroke-width:2}.ivs{stroke:var(--signal);stroke-width:2}.ivr{stroke:var(--ref);stroke-width:2}.soft{stroke-opacity:.45}
        .hal{stroke:var(--paper);stroke-width:4}.ft{fill:var(--s3)}.c1{fill:var(--s1)}.c2{fill:var(--s2)}.c3{fill:var(--s3)}.c4{fill:var(--s4)}.c5{fill:var(--s5)}.c6{fill:var(--s6)}.hol{fill:none;stroke:var(--rule)}.hat{fill:url(#hatch);stroke:var(--hatch);stroke-width:.75}
        .k1{fill:var(--d1)}.k2{fill:var(--l2)}.k3{fill:var(--l3)}.k4{fill:var(--l4)}.k5{fill:var(--d7)}
        .ch .on{fill:var(--don)}.ch .onm{fill:var(--dmid)}
        .zone{fill:var(--panel)}
        .pl{stroke:var(--hatch);stroke-width:1.2}.pb{fill:var(--hatchbg)}
        .gloss{display:grid;grid-template-columns:1fr;font-size:.9375rem}.gloss>div{display:grid;grid-template-columns:230px 1fr;gap:4px 32px;padding:12px 0;border-top:1px solid var(--grid)}.gloss dt{font-weight:650}.gloss code,.calc{font:400 .8125rem/1.6 ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace}
        .gloss code{color:var(--ink2)}
        .calc{white-space:pre;background:var(--panel);padding:14px 16px;overflow:auto;margin:0;border-left:3px solid var(--brand)}
        .foot{border-top:1px solid var(--rule);color:var(--ink2);font-size:.875rem;padding:20px 0 40px}.foot .wrap{display:flex;flex-wrap:wrap;gap:6px 32px;justify-content:space-between}
        @media screen and (max-width:1120px){.chap{grid-template-columns:1fr;gap:20px}.rail>div{position:static}.rail p:not(.no){max-width:66ch}.first{grid-template-columns:1fr}.hero{grid-template-columns:1fr}.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}}
        @media screen and (max-width:800px){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}.figs{grid-template-columns:1fr;gap:44px}.w{display:none}.w+.n{display:block}.ch{max-width:440px}
        .legend li{padding:3px 5px;font-size:.75rem}.legend li.plain{flex-basis:100%;font-size:.8125rem}.wide{min-width:540px}.log{min-width:940px}td,th{padding-right:10px}.gloss>div{grid-template-columns:1fr}}
        @media screen and (max-width:560px){body{font-size:1rem}.wrap{padding:0 20px}.stand{font-size:1.125rem}.scope{border-left:0;padding-left:0}.edition{font-size:.8125rem}.finds>li{grid-template-columns:30px 1fr}
        .tiles{grid-template-columns:1fr}.toc ol{display:grid;grid-template-columns:1fr 1fr;gap:0 16px}.spark{max-width:190px;justify-self:end}.chap{padding-bottom:44px}table{font-size:.8125rem}.calc{font-size:.75rem;padding:12px}.h{display:none}.n{display:block}}
        @media print{@page{size:A4;margin:14mm 15mm 16mm}html{font-size:11.5px}body{background:none}
        .wrap{padding:0;max-width:none}.skip,.toc,details,.crumbs{display:none}.mast{border-top-width:2px}
        a{color:inherit;text-decoration:none}.hero{grid-template-columns:1.6fr 1fr;gap:8px 24px;padding-top:12px}.first{grid-template-columns:1fr 1.12fr;gap:28px;break-after:page;padding-top:20px}.finds>li{padding:14px 0 15px;grid-template-columns:28px 1fr}.spark{height:36px}.cmp{gap:0 5px;font-size:.75rem}.ci{font-size:.75rem}.tiles{gap:0;border-width:0 1px 1px 0;background:none}.tile{border:1px solid var(--rule);border-width:1px 0 0 1px}.heat{min-width:0}
        .tile{padding:9px 11px;gap:0 8px}.val{font-size:1.75rem}.chap,.chap:first-of-type{display:block;padding:14px 0 10px;margin:0}.rail{margin-bottom:14px;break-after:avoid;break-inside:avoid}.rail>div{position:static}.rail p:not(.no){max-width:none}
        .figs{gap:22px 24px}figure,.tile,.finds li,.gloss>div,tr{break-inside:avoid}h2,h3,figcaption{break-after:avoid}.scroll{overflow:visible;max-height:none}
        .heat tbody th{position:static}.heat td,.sup,.legend li,.calc{print-color-adjust:exact;-webkit-print-color-adjust:exact}svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        /* additions to the shared sheet */
        h1,.crumbs li,.cmp dt,.stand,.finds h3,.finds p,.gloss dt,.gloss dd{overflow-wrap:anywhere}
        .synth{background:var(--ink);color:var(--paper);font-weight:650;font-size:.875rem;letter-spacing:.04em;text-align:center;padding:6px 20px;margin:0}
        tbody th{overflow-wrap:break-word;min-width:7.5rem}.tree .sup{font-size:0}
        .glance tbody th{min-width:10rem}.glance thead th{white-space:normal;min-width:5rem}
        .narrow{max-width:640px}ul.one,ol.one{padding-left:1.6em}ol.stops{color:var(--ink);overflow-wrap:anywhere}.stops li+li{margin-top:8px}
        .quiet{font-size:1.0625rem;line-height:1.5;max-width:52ch;color:var(--ink2);text-wrap:pretty}.quiet+.quiet{margin-top:10px}
        .tiles>.tile:last-child:nth-child(odd){grid-column:1/-1}
        .tile.sole{grid-column:1/-1}
        .one{font-size:1rem;color:var(--ink2);max-width:66ch;grid-column:1/-1}
        .hid{display:inline-block;width:92px;height:30px;align-self:end}
        .heat tbody th{white-space:normal;max-width:220px}.heat thead th{hyphens:auto}.heat.many{min-width:900px}
        .plainpage{padding:22px 0 48px;max-width:1120px}.plainpage h2{margin:40px 0 12px}.plainpage .stand{margin-bottom:8px}
        .pages a,.tree a{display:inline-block;min-height:24px}
        .l1{padding-left:20px}.l2{padding-left:40px}.l3{padding-left:60px}.l4{padding-left:80px}.l5{padding-left:100px}.l6{padding-left:120px}
        .gloss h3{font-size:1rem}.gloss .src{font-size:.8125rem;color:var(--ink2)}
        .def:target{background:var(--panel)}
        th a{color:var(--ink);text-decoration-color:var(--edge)}tbody th a{color:var(--link)}
        .chap>.figs>.full:only-child{max-width:100%}
        @media screen and (max-width:1120px){.tiles>.tile:last-child:nth-child(odd){grid-column:auto}.tiles.few{grid-template-columns:repeat(2,minmax(0,1fr))}.tiles.few>.tile:last-child:nth-child(odd){grid-column:1/-1}}
        @media screen and (max-width:800px){.tiles>.tile:last-child:nth-child(odd){grid-column:1/-1}}
        @media screen and (max-width:360px){.wrap{padding:0 12px}}
        @media screen and (max-width:560px){.tiles.few{grid-template-columns:1fr}.heat tbody th{max-width:130px}.heat thead th:first-child{width:130px}}
        @media print{tbody th a,th a{color:inherit}.heat.many{min-width:0}.heat thead th{font-size:.6875rem}.synth{color:#000;background:none;border-bottom:1px solid #000}.plainpage{max-width:none;padding-top:12px}.np,.pages{display:none}.foot{padding:8px 0 0;break-inside:avoid}.foot .wrap{display:block}.chap:last-child{padding-bottom:0}.glance{font-size:10px}}
        """)
}
