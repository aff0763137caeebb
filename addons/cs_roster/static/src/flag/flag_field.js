import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** The little red flag on an order: red when it is there, an outline when it is not. */
export class FlagField extends Component {
    static template = "cs_roster.FlagField";
    static props = standardFieldProps;

    get isSet() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        return this.isSet ? _t("With the red flag") : _t("Without the red flag");
    }

    async toggle() {
        if (!this.props.readonly) {
            await this.props.record.update({ [this.props.name]: !this.isSet });
        }
    }
}

registry.category("fields").add("cs_roster_flag", {
    component: FlagField,
    displayName: _t("Red Flag"),
    supportedTypes: ["boolean"],
    isEmpty: () => false,
});
