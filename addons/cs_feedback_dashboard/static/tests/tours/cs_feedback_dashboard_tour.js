import { registry } from "@web/core/registry";
import {
    checkCells,
    checkCharts,
    checkChinese,
    checkFigures,
    loadedModel,
} from "@cs_base/../tests/dashboard_checks";

const HEADINGS = ["A12", "A27", "E27", "A42", "E42", "A43", "B43", "C43", "E43", "F43", "G43"];
// What the test made, and what is above the tables.
const FIGURES = { B2: 3, B3: 3, B4: 0, B5: 1, B7: 1 };
const FIRST_ROWS = { B44: 3, C44: 3, G44: 3 };
const ROWS = [1, 2, 3, 4, 5, 6, 7, 8];

registry.category("web_tour.tours").add("cs_feedback_dashboard", {
    steps: () => [
        {
            trigger: ".o_spreadsheet_dashboard_search_panel .o_dashboard_name:contains('客户反馈')",
            run: "click",
        },
        {
            trigger: ".o_renderer .o-figure canvas",
            async run() {
                const model = await loadedModel();
                checkCells(model);
                checkFigures(model, FIGURES);
                checkFigures(model, FIRST_ROWS, "dashboard");
                checkCharts(model, 3);
                checkChinese(model, HEADINGS, ROWS);
            },
        },
    ],
});
