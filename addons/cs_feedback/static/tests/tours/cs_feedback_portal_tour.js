import { add, click, edit, gone } from "@cs_base/../tests/tour_steps";

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
const leave = (step) => ({ ...step, expectUnloadPage: true });

const tell = [
    { trigger: ".o_cs_feedback_form select[name='type_id']", run: "selectByIndex 3" },
    edit(".o_cs_feedback_form input[name='subject']", "鱼饵受潮"),
    edit(".o_cs_feedback_form textarea", "三箱都湿了"),
    leave(click(".o_cs_feedback_form button[type='submit']")),
];

add("cs_feedback_portal_tell", () => [
    fits,
    leave(click("a.o_cs_new")),
    fits,
    ...tell,
    { trigger: ".o_cs_way li[data-status='current']" },
    { trigger: ".o_cs_messages:contains('三箱都湿了')" },
    fits,
]);

add("cs_feedback_portal_twice", () => [
    leave(click("a.o_cs_new")),
    ...tell,
    { trigger: ".o_cs_similar" },
    fits,
    leave(click(".o_cs_similar a")),
    edit(".o_cs_reply textarea", "照片已补发"),
    leave(click(".o_cs_reply button[type='submit']")),
    { trigger: ".o_cs_messages:contains('照片已补发')" },
]);

add("cs_feedback_portal_object", () => [
    { trigger: ".o_cs_solution" },
    fits,
    click(".o_cs_not_content"),
    edit("#o_cs_reopen.show textarea", "还没收到"),
    leave(click("#o_cs_reopen button[type='submit']")),
    { trigger: ".o_cs_messages:contains('还没收到')" },
    gone(".o_cs_not_content"),
    fits,
]);

add("cs_feedback_rate", () => [
    fits,
    { trigger: ".o_cs_rating input[value='4']", run: "check" },
    edit(".o_cs_rating textarea", "处理很快"),
    leave(click(".o_cs_rating button[type='submit']")),
    { trigger: ".o_cs_rated" },
    fits,
]);
