namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Signs that stand for "not known" in sheets. They are a missing value, never zero and never no.</summary>
internal static class MissingMarks
{
    public static bool IsMissing(string halfWidthText) => halfWidthText is
        "" or "-" or "--" or "---" or "—" or "——" or "–" or "/" or "\\" or "N/A" or "n/a" or "NA" or "#N/A" or "null" or "NULL"
        or "暂无" or "不详" or "未知" or "未填" or "空" or "待补充" or "..." or "…" or "……";
}
