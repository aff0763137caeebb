import { add, click, edit, field, gone } from "@cs_base/../tests/tour_steps";

const PHONE_WIDTH = 390;
const pageFits = (trigger) => ({
    trigger,
    run() {
        const width = document.scrollingElement.scrollWidth;
        if (width > PHONE_WIDTH) {
            throw new Error(`The page is ${width} px wide on a phone`);
        }
    },
});

const inChinese = (trigger) => ({
    trigger,
    run({ anchor }) {
        if (!/[\u4e00-\u9fff]/.test(anchor.textContent)) {
            throw new Error(`This is not Chinese: ${anchor.textContent}`);
        }
    },
});

const send = (trigger) => ({ trigger, run: "click", expectUnloadPage: true });
add("cs_misconduct_anonymous", () => [
    inChinese("form[action$='/misconduct'] label"),
    pageFits("#subject"),
    edit("#subject", "收礼"),
    edit("#description", "向经销商索要两箱酒"),
    edit("#accused_name", "Miss salesman"),
    send("form[action$='/misconduct'] button[type='submit']"),
    {
        trigger: ".o_cs_receipt",
        run: ({ anchor }) => sessionStorage.setItem("cs_code", anchor.textContent.trim()),
    },
    pageFits(".o_cs_receipt"),
    send("a[href$='/misconduct/case']"),
    {
        trigger: "#code",
        run({ anchor }) {
            anchor.value = sessionStorage.getItem("cs_code");
        },
    },
    send("form[action$='/misconduct/case'] button[type='submit']"),
    pageFits(".o_cs_misconduct_state"),
    edit("#text", "还有照片"),
    send("form[action$='/misconduct/case/message'] button[type='submit']"),
    { trigger: ".o_cs_message:contains(还有照片)" },
]);

add("cs_misconduct_dealer", () => [
    pageFits("a[href='/my/misconduct/new']"),
    send("a[href='/my/misconduct/new']"),
    pageFits("#subject"),
    edit("#subject", "收礼"),
    edit("#description", "向经销商索要两箱酒"),
    send("form[action$='/my/misconduct/new'] button[type='submit']"),
    pageFits(".o_cs_misconduct_state"),
    edit("#text", "还有照片"),
    send("form[action$='/message'] button[type='submit']"),
    { trigger: ".o_cs_message:contains(还有照片)" },
]);

add("cs_misconduct_intake", () => [
    edit(`.modal ${field("subject")} input`, "收礼"),
    edit(`.modal ${field("description")} textarea`, "向经销商索要两箱酒"),
    click(".modal footer button[name='action_confirm']"),
    { trigger: ".o_notification .o_notification_bar.bg-success" },
    gone(".modal"),
]);

add("cs_misconduct_decide", () => [
    click(".o_data_row .o_data_cell"),
    click(".o_form_view button[name='action_take']"),
    click(".o_form_view button[name='action_open_accused']"),
    edit(`.modal ${field("accused_ids")} input`, "Miss salesman"),
    click(".o-autocomplete--dropdown-item:contains(Miss salesman)"),
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
    click(".o_form_view button[name='action_open_reply']"),
    edit(`.modal ${field("body")} textarea`, "已核实"),
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
    edit(`.o_form_view ${field("decision")} textarea`, "双方已听取"),
    click(".o_form_view button[name='action_confirm']"),
    { trigger: `.o_form_view ${field("decided_by_id")}` },
]);

add("cs_misconduct_close", () => [
    click(".o_data_row .o_data_cell"),
    click(`.o_form_view ${field("outcome")} input`),
    click(".o_select_menu_item:contains(/^(罚款|Fine)$/)"),
    click(".o_form_view button[name='action_close']"),
    { trigger: `.o_form_view ${field("closed_by_id")}` },
]);
