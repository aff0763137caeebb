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
const FIGURES = { B2: 2, B3: 2, B4: 5, B5: 400, B6: 0, B7: 300, B8: 1, B9: 1 };
const FIRST_ROWS = { C44: 300, C45: 100, G44: 400 };
const ROWS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

registry.category("web_tour.tours").add("cs_returns_dashboard", {
    steps: () => [
        {
            trigger: ".o_spreadsheet_dashboard_search_panel .o_dashboard_name:contains('退货')",
            run: "click",
        },
        {
            trigger: ".o_renderer .o-figure canvas",
            async run() {
                const model = await loadedModel();
                checkCells(model);
                checkFigures(model, FIGURES);
                checkFigures(model, FIRST_ROWS, "dashboard");
                checkCharts(model, 400);
                checkChinese(model, HEADINGS, ROWS);
            },
        },
    ],
});
