from odoo.tests import HttpCase, tagged

from .quality_common import QualityCommon

# seconds for a tour, on a machine that has other work too
PATIENCE = 180


@tagged("post_install", "-at_install")
class TestSummaryTour(HttpCase, QualityCommon):
    """A month's summary, click by click, in Chinese: customer service and a department."""

    def _walk(self, action, name, role):
        self.browser_size = "1366x768"
        url = f"/odoo/action-cs_feedback.{action}"
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def test_from_draft_to_reply(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for user in self.users.values():
            user.lang = "zh_CN"
        for kind in (self.complaint, self.opinion):
            case = self._create_case(product_id=self.bait.id, type_id=kind.id)
            self._dialog(case, "clerk", "solve", "Sent a new bag")
        self._walk("cs_quality_summary_action", "cs_quality_summary_issue", "manager")
        summary = self._summaries()
        self.assertEqual((summary.state, summary.conclusion), ("issued", "包装需要改进"))
        self.assertEqual(summary.section_ids[0].comment, "投诉比上月少")
        self.assertIn("检查封口", summary.receipt_ids.mapped("measure"))
        self.assertFalse(any(summary.receipt_ids.mapped("read_at")))
        self._walk("cs_quality_summary_action_department", "cs_quality_summary_reply", "worker")
        receipt = summary.receipt_ids.filtered(lambda r: r.department_id == self.quality)
        self.assertEqual(receipt.reply, "已更换封口机")
        self.assertEqual(receipt.read_by_id, self.users["worker"])
