import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const EVERY = 1000;
const LIMITS = [30, 60, 120, 300];

/** Starts the generation of a roster, shows how far it is, and what it found. */
export class GenerationPanel extends Component {
    static template = "cs_roster.GenerationPanel";
    static props = { rosterId: Number, canEdit: Boolean, onDone: Function, onRun: Function };

    setup() {
        this.orm = useService("orm");
        this.limits = LIMITS;
        this.state = useState({ status: { state: "none" }, seconds: 60 });
        onMounted(() => this.look());
        onWillUnmount(() => {
            this.isGone = true;
            clearTimeout(this.timer);
        });
    }

    get isRunning() {
        return ["queued", "running"].includes(this.state.status.state);
    }

    get percent() {
        const { seconds, limit } = this.state.status;
        return limit ? Math.min(100, Math.round((100 * seconds) / limit)) : 0;
    }

    get label() {
        return {
            none: "",
            queued: _t("Waiting to begin"),
            running: _t("Looking for a roster"),
            done: _t("Done"),
            failed: _t("Failed"),
            cancelled: _t("Cancelled"),
        }[this.state.status.state];
    }

    /** How far the roster may be from the best one, in percent. */
    get gap() {
        const { objective, bound } = this.state.status;
        if (!objective || typeof bound !== "number") {
            return null;
        }
        return Math.max(0, Math.round((1000 * (objective - bound)) / objective) / 10);
    }

    async call(method, ...args) {
        return this.orm.silent.call("cs.roster", method, [[this.props.rosterId], ...args]);
    }

    /** Look now, and again every second while it runs. */
    async look() {
        const wasRunning = this.isRunning;
        const status = await this.call("generation_status");
        if (this.isGone) {
            return;
        }
        this.state.status = status;
        if (this.isRunning) {
            this.props.onRun();
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.look(), EVERY);
        } else if (wasRunning && status.has_result) {
            await this.props.onDone();
        }
    }

    async start() {
        await this.call("action_generate", Number(this.state.seconds));
        this.state.status = { state: "queued", seconds: 0, limit: this.state.seconds, text: "" };
        await this.look();
    }

    /** Ends the search; the best roster so far is taken at the next look. */
    async finish() {
        await this.call("action_finish_generation");
    }

    async cancel() {
        await this.call("action_cancel_generation");
        clearTimeout(this.timer);
        await this.look();
    }
}
