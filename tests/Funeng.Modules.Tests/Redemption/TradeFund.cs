using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>
/// The trade fund of 2020 as it was reported: 4.6 million yuan for 198 enterprises, 52 of them with fairs they could not go to, near 0.93 million.
/// The amounts of the single enterprises are made up so that they add up to it.
/// </summary>
internal static class TradeFund
{
    public const decimal Total = 4_600_000, Missed = 929_700;
    public const int Enterprises = 198, MissedEnterprises = 52;

    public static readonly DateOnly On = new(2020, 3, 25);

    public static readonly IReadOnlyList<string> Benefits = ["booth", "missed-booth", "insurance", "supplies"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What each is paid and the fact it follows from.</summary>
    private static IEnumerable<(string Fact, long Value)> Facts() =>
    [
        .. Enumerable.Repeat(("missedBoothFee", 17_885L), 51), ("missedBoothFee", 17_565L),
        .. Enumerable.Repeat(("boothFee", 36_000L), 60),
        .. Enumerable.Repeat(("creditInsurancePremium", 50_400L), 85),
        ("epidemicImports", 543_334L),
    ];

    /// <summary>Files the facts; three more enterprises get nothing: one has none of it, of one nothing is known, one lies elsewhere.</summary>
    public static async Task FileAsync(TestInstallation city)
    {
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("外贸数据", "import"), Cancellation);
        List<(string Code, string Region, string Fact, long Value)> all =
        [
            .. Facts().Select((fact, at) => ($"F{at:000}", "370303001", fact.Fact, fact.Value)),
            ("NONE", "370303001", "boothFee", 0L), ("ELSEWHERE", "370602001", "boothFee", 90_000L),
        ];
        var ids = await batch.SubjectsAsync([.. all.Select(one => new NewSubject(Subject.Enterprise, one.Code, one.Code + "外贸公司", one.Region)), new NewSubject(Subject.Enterprise, "SILENT", "没有数据公司", "370303001")], Cancellation);
        foreach (var (code, _, fact, value) in all)
            await batch.WriteAsync(new NewFiling(ids[code], new Period(2019), "import", [new FiledValue(fact, FeelValue.From(value))]) { Place = "海关与商务数据 第 3 行" }, Cancellation);
        await batch.PublishAsync(Cancellation);
    }

    public static async Task<long> ComputeAsync(this TestInstallation city, DateOnly? planned = null, params string[] benefits)
    {
        await using var unit = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 11, "王敏");
        var result = await unit.Get<ComputeList>().RunAsync(new NewList(Awarding.Fund, [.. (benefits.Length > 0 ? benefits : Benefits).Select(id => $"{Awarding.Fund}/{id}")], "2020", On) { Planned = planned }, Cancellation);
        var done = Assert.IsType<StepResult.Done>(result);
        return done.Id;
    }

    public static AsyncServiceScope AsOfficer(this TestInstallation city) => city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 11, "王敏");

    public static AsyncServiceScope AsDirector(this TestInstallation city) => city.As(Role.BureauHead, Scope.OfRegions("3703"), 12, "李建国");

    public static AsyncServiceScope AsTreasurer(this TestInstallation city, long id = 13) => city.As(Role.Treasurer, Scope.All, id, $"财政{id}");
}
