import { registry } from "@web/core/registry";

// The steps name no label, so that the same tours run in every language.
const tours = registry.category("web_tour.tours");

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
        { trigger: "a[href$='/my/returns/new']", run: "click", expectUnloadPage: true },
        { trigger: ".o_cs_goods input[name^='quantity_']", run: "edit 3" },
        { trigger: ".o_cs_goods select[name^='reason_']", run: "selectByIndex 1" },
        { trigger: ".o_cs_goods button[type='submit']", run: "click", expectUnloadPage: true },
        { trigger: ".o_cs_line" },
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
        ...sign(".o_cs_answer"),
        { trigger: "body:not(:has(.o_cs_answer)) .o_cs_steps" },
    ],
});
