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
const FIGURES = { B2: 1, B3: 1000, B4: 2, B5: 300, B6: 100, B7: 0, B8: 0.5 };
const FIRST_ROWS = { B44: 2, C44: 300, G44: 300 };
const ROWS = [1, 2, 3, 4, 5, 6, 7, 8];

registry.category("web_tour.tours").add("cs_travel_dashboard", {
    steps: () => [
        {
            trigger: ".o_spreadsheet_dashboard_search_panel .o_dashboard_name:contains('出差')",
            run: "click",
        },
        {
            trigger: ".o_renderer .o-figure canvas",
            async run() {
                const model = await loadedModel();
                checkCells(model);
                checkFigures(model, FIGURES);
                checkFigures(model, FIRST_ROWS, "dashboard");
                checkCharts(model, 300);
                checkChinese(model, HEADINGS, ROWS);
            },
        },
    ],
});
