import { registry } from "@web/core/registry";

// Steps of tours. They name no label, so that the same tours run in every language.
const PHONE_WIDTH = 390;
const PATIENCE = 30000;

/** Registers a tour whose steps wait longer than Odoo's: test machines are slow. */
export const add = (name, steps) =>
    registry.category("web_tour.tours").add(name, {
        steps: () => steps().map((step) => ({ timeout: PATIENCE, ...step })),
    });

export const click = (trigger) => ({ trigger, run: "click" });
export const edit = (trigger, value) => ({ trigger, run: `edit ${value}` });
export const gone = (trigger) => ({ trigger: `body:not(:has(${trigger}))` });
export const field = (name) => `.o_field_widget[name='${name}']`;
export const isInState = (state) => ({
    trigger: `.o_statusbar_status button.o_arrow_button_current[data-value='${state}']`,
});

/** The page does not scroll sideways on the phone that the test opened it on. */
export const fitsOnAPhone = {
    trigger: ".o_action_manager .o_content",
    run() {
        const width = document.scrollingElement.scrollWidth;
        if (window.innerWidth !== PHONE_WIDTH || width > PHONE_WIDTH) {
            throw new Error(`The page is ${width} px wide on a screen of ${window.innerWidth} px`);
        }
    },
};
