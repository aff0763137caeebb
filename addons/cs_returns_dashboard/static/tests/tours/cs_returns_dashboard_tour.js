import { registry } from "@web/core/registry";

const HEADINGS = ["A12", "A27", "E27", "A42", "E42", "A43", "B43", "C43", "E43", "F43", "G43"];
// The returns that the test made, and what is above the tables.
const FIGURES = { B2: 2, B3: 2, B4: 5, B5: 400, B6: 0, B7: 300, B8: 1, B9: 1 };

function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

async function loadedModel() {
    const { spreadsheet_dashboard_loader } = odoo.__WOWL_DEBUG__.root.env.services;
    const { model } = spreadsheet_dashboard_loader.getActiveDashboard();
    await odoo.loader.modules.get("@spreadsheet/helpers/model").waitForDataLoaded(model);
    return model;
}

function cellReader(model) {
    const { toCartesian } = odoo.loader.modules.get("@odoo/o-spreadsheet").helpers;
    return (sheetId, name) => model.getters.getEvaluatedCell({ sheetId, ...toCartesian(name) });
}

function checkCells(model) {
    const cells = model.getters
        .getSheetIds()
        .flatMap((sheetId) => Object.values(model.getters.getEvaluatedCells(sheetId)));
    check(cells.length > 30, `only ${cells.length} cells`);
    for (const cell of cells) {
        const isBad = cell.type === "error" || /^#[A-Z/]/.test(cell.formattedValue);
        check(!isBad, `a cell shows ${cell.formattedValue}: ${cell.message}`);
    }
}

function checkFigures(model) {
    const read = cellReader(model);
    for (const [name, wanted] of Object.entries(FIGURES)) {
        const { value } = read("data", name);
        check(value === wanted, `${name} is ${value}, not ${wanted}`);
    }
    check(read("dashboard", "C44").value === 300, "the first product is not the most credited one");
    check(read("dashboard", "C45").value === 100, "the second product is missing");
    check(read("dashboard", "G44").value === 400, "the dealer is missing");
}

function checkCharts(model) {
    for (const chartId of model.getters.getOdooChartIds()) {
        const { datasets } = model.getters.getChartDataSource(chartId).getData();
        const total = datasets.flatMap(({ data }) => data).reduce((sum, value) => sum + value, 0);
        check(total === 400, `${chartId} adds up to ${total}`);
    }
}

function checkChinese(model) {
    const read = cellReader(model);
    const texts = [
        ...HEADINGS.map((name) => read("dashboard", name).formattedValue),
        ..."123456789".split("").map((row) => read("data", `A${row}`).formattedValue),
        ...model.getters.getGlobalFilters().map(({ label }) => model.getters.dynamicTranslate(label)),
    ];
    for (const chartId of model.getters.getChartIds("dashboard")) {
        const { title, baselineDescr } = model.getters.getChartRuntime(chartId);
        texts.push(...[title?.text, baselineDescr].filter(Boolean));
    }
    check(texts.length > 30, `only ${texts.length} texts`);
    for (const text of texts) {
        check(/\p{Script=Han}/u.test(text) && !/[A-Za-z]/.test(text), `not Chinese: ${text}`);
    }
}

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
                checkFigures(model);
                checkCharts(model);
                checkChinese(model);
            },
        },
    ],
});
