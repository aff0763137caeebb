from . import (
    test_chain,
    test_clock,
    test_feedback_analysis,
    test_quality_summary,
    test_query_counts,
    test_summary_matrix,
    test_summary_plain,
    test_summary_tour,
)
