using Funeng.Engines.Notices;

namespace Funeng.Modules.Notices;

/// <summary>The words for how much of a sentence stands in its draft; outside tools rely on them.</summary>
public static class NoticeStatusWords
{
    public static string Of(NoticeStatus status) => status switch
    {
        NoticeStatus.Modelled => "已建模",
        NoticeStatus.Partly => "部分建模",
        _ => "未建模",
    };
}
