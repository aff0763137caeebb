import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Carries a run of bulk work on, request by request, and shows how far it is. */
export class BulkProgress extends Component {
    static template = "cs_base.BulkProgress";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.runId = this.props.action.params.run_id;
        this.state = useState({ progress: null, isRunning: true });
        onWillStart(() => this.runNext(0));
        onMounted(() => this.runAll());
        onWillUnmount(() => this.stop());
    }

    get percent() {
        const { total, waiting } = this.state.progress;
        return total ? Math.round((100 * (total - waiting)) / total) : 100;
    }

    async runNext(seconds) {
        this.state.progress = await this.orm.call("cs.bulk.run", "action_run_next", [
            [this.runId],
            seconds,
        ]);
    }

    async runAll() {
        this.state.isRunning = true;
        try {
            while (this.state.isRunning && this.state.progress.waiting) {
                await this.runNext(2);
            }
        } finally {
            this.state.isRunning = false;
        }
    }

    stop() {
        this.state.isRunning = false;
    }

    close() {
        this.stop();
        this.action.doAction({ type: "ir.actions.act_window_close" });
    }

    open(failure) {
        this.stop();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.state.progress.res_model,
            res_id: failure.res_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("cs_base.bulk_progress", BulkProgress);
