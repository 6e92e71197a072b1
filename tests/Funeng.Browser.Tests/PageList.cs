namespace Funeng.Browser.Tests;

/// <summary>
/// Every page, with the user who looks at it. A new page is one line; it is then held to axe, to a quiet console, to no sideways scroll on a
/// desk and on a phone, in light, dark and large, and is photographed by FUNENG_SHOTS=folder. <c>{enterprise}</c> stands for the code of an
/// enterprise with many facts.
/// </summary>
public static class PageList
{
    public const string Missing = "/no-such-page";

    public static readonly TheoryData<string, string?> Pages = new()
    {
        { "/sign-in", null },
        { "/", "officer" },
        { "/search?q=设置", "officer" },
        { "/messages", "officer" },
        { "/settings", "officer" },
        { "/settings?tab=password", "officer" },
        { "/settings?tab=tokens", "officer" },
        { "/settings?tab=keys", "officer" },
        { "/accounts", "admin" },
        { "/industry", "officer" },
        { "/finance", "officer" },
        { "/innovation", "officer" },
        { "/livelihood", "officer" },
        { "/libraries", "officer" },
        { "/libraries/sme-innovative", "officer" },
        { "/libraries/sme-innovative?tab=should-enter", "officer" },
        { "/libraries/sme-innovative?tab=near", "officer" },
        { "/libraries/sme-innovative?tab=history", "officer" },
        { "/lists", "officer" },
        { "/lists/small-to-above-scale", "officer" },
        { "/titles", "officer" },
        { "/compare", "officer" },
        { "/self-assessment", "enterprise" },
        { "/self-assessment?scheme=sme-specialised-2026", "enterprise" },
        { "/enterprises", "officer" },
        { "/enterprises?q=%E7%A7%91%E6%8A%80&sort=-revenue", "clerk" },
        { "/enterprises/{enterprise}", "officer" },
        { "/enterprises?cols=name.region.zone.industry.revenue.employees.titles.founded.changed&size=50", "officer" },
        { "/enterprises/place?pick={enterprise}", "officer" },
        { "/organizations", "officer" },
        { "/organizations/Department/11370300MB0000001L", "officer" },
        { "/regions", "officer" },
        { "/", "leader" },
        { "/enterprises/{enterprise}/verdicts/sme-specialised-2022", "officer" },
        { "/enterprises/{enterprise}/path/sme-specialised-2022", "officer" },
        { "/enterprises/{enterprise}/compare", "officer" },
        { "/enterprises/{enterprise}/facts/revenue", "officer" },
        { "/schemes", "officer" },
        { "/schemes/sme-specialised-2022", "officer" },
        { "/schemes/citizen-request-sla", "officer" },
        { "/schemes/sme-specialised-2026/try", "officer" },
        { "/schemes/sme-specialised-2026/try?who={enterprise}&f.revenueY1=1600", "officer" },
        { "/schemes/sme-specialised-2026/changes", "officer" },
        { "/schemes/sme-specialised-2026/counts", "officer" },
        { "/schemes/sme-specialised-2026/drafts", "officer" },
        { "/schemes/sme-specialised-2022/analysis", "officer" },
        { "/schemes/sme-specialised-2026/sweep", "officer" },
        { "/schemes/sme-specialised-2022?tab=model", "officer" },
        { "/titles/grants", "officer" },
        { "/titles/grants/new", "officer" },
        { "/libraries/sme-specialised", "officer" },
        { "/libraries/sme-specialised?tab=should-enter", "officer" },
        { "/libraries/sme-specialised/{enterprise}", "officer" },
        { "/lists/title-but-not-met", "officer" },
        { "/import", "officer" },
        { "/", "enterprise" },
        { "/audit", "auditor" },
        { "/accessibility", null },
        { "/sign-out", "officer" },
        { Missing, "officer" },
    };
}
