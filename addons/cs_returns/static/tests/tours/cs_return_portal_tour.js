import { registry } from "@web/core/registry";

// The steps name no label, so that the same tours run in every language.
const tours = registry.category("web_tour.tours");

// Nothing on our pages makes them scroll sideways; the head above them is Odoo's.
const fits = {
    content: "the page is no wider than the screen",
    trigger: "#wrap",
    run() {
        const width = document.documentElement.clientWidth;
        const wide = [...document.querySelectorAll("#wrap *")]
            .filter((node) => node.getBoundingClientRect().right > width)
            .map((node) => node.outerHTML.slice(0, 90));
        if (wide.length) {
            throw new Error(`Wider than ${width} pixels: ${wide.join(" ")}`);
        }
    },
};

const sign = (place) => [
    { trigger: `${place} .o_web_sign_name_input`, run: "edit Mei Lin" },
    { trigger: `${place} .o_web_sign_auto_button`, run: "click" },
    {
        trigger: `${place} .o_portal_sign_submit:enabled`,
        run: "click",
        expectUnloadPage: true,
    },
];

tours.add("cs_return_portal_apply", {
    steps: () => [
        fits,
        { trigger: "a[href$='/my/returns/new']", run: "click", expectUnloadPage: true },
        { trigger: ".o_cs_goods" },
        fits,
        { trigger: ".o_cs_goods input[name^='quantity_']", run: "edit 3" },
        { trigger: ".o_cs_goods select[name^='reason_']", run: "selectByIndex 1" },
        { trigger: ".o_cs_goods button[type='submit']", run: "click", expectUnloadPage: true },
        { trigger: ".o_cs_line" },
        fits,
        ...sign(".o_cs_sign"),
        { trigger: ".o_cs_steps li[data-status='done']" },
        { trigger: "body:not(:has(.o_cs_sign))" },
    ],
});

tours.add("cs_return_portal_answer", {
    steps: () => [
        {
            trigger: ".o_cs_answer a[href*='answer=take_back']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_cs_answer .o_web_sign_name_input" },
        fits,
        ...sign(".o_cs_answer"),
        { trigger: "body:not(:has(.o_cs_answer)) .o_cs_steps" },
    ],
});

tours.add("cs_dispute_portal_raise", {
    steps: () => [
        { trigger: "a[href$='/my/disputes']", run: "click", expectUnloadPage: true },
        fits,
        { trigger: "a[href$='/my/disputes/new']", run: "click", expectUnloadPage: true },
        { trigger: ".o_cs_dispute" },
        fits,
        { trigger: ".o_cs_dispute input[name='lot']", run: "check" },
        { trigger: ".o_cs_dispute textarea", run: "edit 有异味" },
        { trigger: ".o_cs_dispute button[type='submit']", run: "click", expectUnloadPage: true },
        { trigger: ".o_cs_dispute_steps" },
        fits,
    ],
});
