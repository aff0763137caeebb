// What the tours of the dashboards have in common.

export function check(condition, message) {
    if (!condition) {
        throw new Error(message);
    }
}

export async function loadedModel() {
    const { spreadsheet_dashboard_loader } = odoo.__WOWL_DEBUG__.root.env.services;
    const { model } = spreadsheet_dashboard_loader.getActiveDashboard();
    await odoo.loader.modules.get("@spreadsheet/helpers/model").waitForDataLoaded(model);
    return model;
}

export function cellReader(model) {
    const { toCartesian } = odoo.loader.modules.get("@odoo/o-spreadsheet").helpers;
    return (sheetId, name) => model.getters.getEvaluatedCell({ sheetId, ...toCartesian(name) });
}

export function checkCells(model) {
    const cells = model.getters
        .getSheetIds()
        .flatMap((sheetId) => Object.values(model.getters.getEvaluatedCells(sheetId)));
    check(cells.length > 30, `only ${cells.length} cells`);
    for (const cell of cells) {
        const isBad = cell.type === "error" || /^#[A-Z/]/.test(cell.formattedValue);
        check(!isBad, `a cell shows ${cell.formattedValue}: ${cell.message}`);
    }
}

export function checkFigures(model, figures, sheetId = "data") {
    const read = cellReader(model);
    for (const [name, wanted] of Object.entries(figures)) {
        const { value } = read(sheetId, name);
        check(value === wanted, `${name} is ${value}, not ${wanted}`);
    }
}

export function checkCharts(model, wanted) {
    for (const chartId of model.getters.getOdooChartIds()) {
        const { datasets } = model.getters.getChartDataSource(chartId).getData();
        const total = datasets.flatMap(({ data }) => data).reduce((sum, value) => sum + value, 0);
        check(total === wanted, `${chartId} adds up to ${total}`);
    }
}

/** Headings of the dashboard, rows of the sheet with the data, filters and titles. */
export function checkChinese(model, headings, rows) {
    const read = cellReader(model);
    const texts = [
        ...headings.map((name) => read("dashboard", name).formattedValue),
        ...rows.map((row) => read("data", `A${row}`).formattedValue),
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
