import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Nobody signs an application while what they changed on its goods is not saved. */
export class UnsavedGoods extends Interaction {
    static selector = ".o_cs_draft";
    dynamicContent = {
        ".o_cs_line form": { "t-on-input": () => (this.isDirty = true) },
        ".o_cs_unsaved": { "t-att-class": () => ({ "d-none": !this.isDirty }) },
        ".o_cs_sign_form": { "t-att-class": () => ({ "d-none": this.isDirty }) },
    };

    setup() {
        this.isDirty = false;
    }
}

registry.category("public.interactions").add("cs_returns.unsaved_goods", UnsavedGoods);
