using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Notices;
using Funeng.Modules.Notices.Admit;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Simulate;
using Funeng.Modules.Tests.Support;
using Microsoft.Extensions.Primitives;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Notices;

/// <summary>A drafted notice in the laboratory before it is admitted, and what is typed beside it on the way.</summary>
public sealed class DraftedPolicyTests
{
    private const string Notice = "关于支持外贸企业的若干措施\n淄商务字〔2026〕8号\n申报企业在淄博市注册，上年度出口额不低于100万元。\n未列入经营异常名录。\n按上年度出口额的1%给予奖励，最高30万元。\n淄博市商务局\n2026年2月10日";
    private const string Booth = "zb-trade-support/booth", Export = "上年度出口额";

    [Theory, OnBothDatabases]
    public async Task A_draft_says_number_cost_curve_and_clashes_before_it_is_signed_and_follows_what_is_typed(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        var draft = await StartAsync(city);

        var first = (await TryAsync(city, draft))!;
        await SignAsync(city, draft);
        await KeepAsync(city, draft, ("Amount1", Export + " * 2 / 100"), ("AmountText1", "出口额 × 2%"), ("Cap1", ""), ("RoundTo1", "10000"), ("Budget1", "5"), ("Needs1", Booth), ("Exclusive1", Booth));
        var second = (await TryAsync(city, draft))!;
        var changed = (await TryAsync(city, draft, new BenefitDraft(new Dictionary<int, string> { [1] = Export + " >= 50 * 万元" }, null, null)))!;

        Assert.Equal((1, 50_000m), (first.Simulation.After.Count, first.Simulation.After.Cost));
        Assert.Equal((1, 50_000m), first.Sweep!.Steps.Single(step => step.IsNow) is var now ? (now.Count, now.Cost) : default);
        Assert.Equal((1, 100_000m, 50_000m), (second.Simulation.After.Count, second.Simulation.After.Cost, second.Simulation.Standing.Benefit.Budget));
        var clash = Assert.Single(second.Clashes, one => one.Kind == ClashKind.Contradiction);
        Assert.Equal((Booth, "A"), (clash.Other.Benefit.Id, clash.Witness!.Code));
        // 999,999 at 2 % are 19,999.98: rounded down to whole 万元.
        Assert.Equal((2, 110_000m, "B"), (changed.Simulation.After.Count, changed.Simulation.After.Cost, Assert.Single(changed.Simulation.Winners.Shown).Enterprise.Code));
        Assert.DoesNotContain(city.Service<PolicyBook>().Policies, policy => policy.Title.StartsWith("关于支持外贸", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_read_drafts_does_not_try_them_and_one_without_conditions_says_so()
    {
        await using var city = await CityAsync(DatabaseKind.Sqlite);
        var draft = await StartAsync(city);

        await using var statistician = city.As(Role.Statistician);
        await using var officer = city.As(Role.BureauOfficer);

        Assert.Equal((null, null), await statistician.Get<FindTried>().RunAsync("", draft, Cancellation));
        Assert.Equal((null, null), await officer.Get<FindTried>().RunAsync("", draft + 1, Cancellation));
        Assert.Equal([(draft, false)], (await officer.Get<FindTried>().OpenAsync(5, Cancellation)).Select(one => (one.Draft, one.IsSigned)));
        Assert.Null((await officer.Get<FindTried>().RunAsync("", draft, Cancellation)).Draft!.Admit);
    }

    [Theory, OnBothDatabases]
    public async Task Topics_budget_materials_rounding_and_relations_go_into_the_library_with_the_policy(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        var draft = await StartAsync(city);
        await SignAsync(city, draft);
        await using var head = city.As(Role.BureauHead);
        var benefit = new TypedBenefit("出口增长奖励", "Application", Export + " * 1 / 100", "出口额 × 1%，最高 30 万元", "30", "每年", "", "市财政局", "")
        {
            RoundTo = "100", Budget = "500", Materials = "出口报关单\n出口实绩＝上年度出口额\n", Exclusive = ["zb-trade-support/insurance"], Needs = [Booth], Ceiling = "trade-yearly",
        };

        var done = Assert.IsType<LibraryResult.Done>(await head.Get<AdmitNotice>().RunAsync(draft, Typed(benefit), Cancellation));

        var book = city.Service<PolicyBook>();
        var admitted = book.FindBenefit(done.Policy + "/b1")!;
        Assert.Equal((100m, 5_000_000m, "外贸"), (admitted.Benefit.RoundTo, admitted.Benefit.Budget, Assert.Single(admitted.Policy.Topics)));
        Assert.Equal([("出口报关单", ""), ("出口实绩", "exportValue")], admitted.Benefit.Materials!.Select(material => (material.Name, material.HeldAs)));
        Assert.True(book.Relations.AreApart(admitted.Benefit.Id, "zb-trade-support/insurance"));
        Assert.Equal([Booth], book.Relations.NeededBy(admitted.Benefit.Id));
        Assert.Equal("trade-yearly", book.Relations.CeilingOf(admitted.Benefit.Id)!.Id);
        Assert.Contains(admitted.Benefit.Id, book.Ceilings.Single(ceiling => ceiling.Id == "trade-yearly").Benefits);
    }

    [Fact]
    public async Task What_cannot_be_is_said_beside_its_field_all_at_once()
    {
        await using var city = await CityAsync(DatabaseKind.Sqlite);
        var draft = await StartAsync(city);
        await SignAsync(city, draft);
        await using var head = city.As(Role.BureauHead);
        var benefit = new TypedBenefit("出口服务", "Service", "", "", "", "每年", "", "", "zb-none/none")
        {
            RoundTo = "7", Budget = "很多", Materials = "实绩=不知道的指标", Exclusive = [Booth], Needs = [Booth], Ceiling = "none",
        };

        var refused = Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(draft, Typed(benefit) with { Topics = ["航天"] }, Cancellation));

        Assert.Equal(["Topics", "RoundTo1", "Budget1", "Materials1", "Apart1", "Ceiling1", "Needs1"], refused.Problems.Select(problem => problem.Field));
    }

    [Theory, OnBothDatabases]
    public async Task A_notice_sets_a_yearly_ceiling_of_its_own_that_others_may_stand_under_and_that_ends_with_it(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        var draft = await StartAsync(city);
        await SignAsync(city, draft);
        await using var head = city.As(Role.BureauHead);
        var (export, more) = (Award("出口增长奖励", "30"), Award("出口稳定奖励", "20"));

        var done = Assert.IsType<LibraryResult.Done>(await head.Get<AdmitNotice>().RunAsync(draft, Typed(export) with { Benefits = [export, more], CeilingTitle = "外贸奖励年度合计", CeilingMost = "40" }, Cancellation));
        var book = city.Service<PolicyBook>();
        var own = book.Ceilings.Single(ceiling => ceiling.Title == "外贸奖励年度合计");

        Assert.Equal((done.Policy + "/own", 400_000m, new DateOnly(2026, 3, 1)), (own.Id, own.Most, own.During.From));
        Assert.Equal([done.Policy + "/b1", done.Policy + "/b2"], own.Benefits);
        Assert.Equal(own.Id, book.Relations.On(new DateOnly(2026, 3, 2)).CeilingOf(done.Policy + "/b2")!.Id);

        // It is there after a restart, for the next notice to pick, and gone with the policy.
        await using (var next = city.Next())
        {
            await next.StartAgainAsync();
            Assert.Contains(next.Service<PolicyBook>().Ceilings, ceiling => ceiling.Id == own.Id);
        }

        Assert.IsType<LibraryResult.Done>(await head.Get<PolicyLibrary>().WithdrawAsync(done.Policy, "依据的文件已废止", Cancellation));
        Assert.DoesNotContain(book.Ceilings, ceiling => ceiling.Id == own.Id);
        Assert.Null(book.Relations.CeilingOf(done.Policy + "/b1"));
    }

    [Fact]
    public async Task A_ceiling_that_says_nothing_or_that_nobody_uses_is_refused_and_plain_words_say_no_figure_of_their_own()
    {
        await using var city = await CityAsync(DatabaseKind.Sqlite);
        var draft = await StartAsync(city);
        await SignAsync(city, draft);
        await using var head = city.As(Role.BureauHead);
        var own = Award("出口增长奖励", "30");
        async Task<IReadOnlyList<string>> RefusedAsync(TypedPolicy typed) => [.. Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(draft, typed, Cancellation)).Problems.Select(problem => problem.Field)];
        TypedPolicy Saying(string words) => Typed(own with { Ceiling = "" }) with { Plain = new Dictionary<int, string> { [0] = words } };
        var sentence = (await head.Get<KeepNotices>().FindAsync(draft, Cancellation))!.Read()[0].Text;

        Assert.Equal(["CeilingTitle", "CeilingMost"], await RefusedAsync(Typed(own) with { CeilingMost = "-3" }));
        Assert.Equal(["CeilingTitle"], await RefusedAsync(Typed(own with { Ceiling = "" }) with { CeilingTitle = "没人用的", CeilingMost = "5" }));
        Assert.Equal(["Plain0"], await RefusedAsync(Saying("去年出口满 500 万元就行。")));
        Assert.Equal(["Plain0"], await RefusedAsync(Saying(sentence)));
        var done = Assert.IsType<LibraryResult.Done>(await head.Get<AdmitNotice>().RunAsync(draft, Saying("去年出口满 100 万元就行。"), Cancellation));
        Assert.Equal("去年出口满 100 万元就行。", Assert.Single(city.Service<PolicyBook>().Find(done.Policy)!.Clauses, clause => clause.Plain.Length > 0).Plain);
    }

    private static TypedBenefit Award(string title, string cap) => new(title, "Application", Export + " * 1 / 100", $"出口额 × 1%，最高 {cap} 万元", cap, "每年", "", "市财政局", "") { Ceiling = TypedPolicy.OwnCeiling };

    [Theory, OnBothDatabases]
    public async Task What_was_tried_is_kept_once_for_whoever_tried_it(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        var draft = await StartAsync(city);
        async Task LookAsync(long account, long? notice, BenefitDraft change, string address)
        {
            await using var unit = city.As(Role.BureauOfficer, id: account);
            var (_, tried) = await unit.Get<FindTried>().RunAsync(Booth, notice, Cancellation);
            await unit.Get<KeepTrials>().KeepAsync(tried!, (await unit.Get<RunLab>().RunAsync(tried!, change, 0, 5, Cancellation))!.Simulation, address, Cancellation);
        }

        await LookAsync(7, null, BenefitDraft.None, "/policies/lab?benefit=x");
        await LookAsync(7, null, new BenefitDraft(new Dictionary<int, string>(), null, "1"), "/policies/lab?cap=1");
        await LookAsync(7, null, new BenefitDraft(new Dictionary<int, string>(), null, "1"), "/policies/lab?cap=1");
        await LookAsync(7, draft, BenefitDraft.None, $"/policies/lab?draft={draft}");
        await LookAsync(8, null, new BenefitDraft(new Dictionary<int, string>(), null, "2"), "/policies/lab?cap=2");

        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var recent = await officer.Get<KeepTrials>().RecentAsync(Cancellation);
        Assert.Equal(["按通知草稿", "封顶 1 万元"], recent.Select(one => one.What));
        Assert.Equal((1, 5_000_000L, null), (recent[0].Entitled, recent[0].CostFen, recent[0].EntitledBefore));
        for (var cap = 3; cap < 3 + KeepTrials.Most; cap++) await LookAsync(7, null, new BenefitDraft(new Dictionary<int, string>(), null, $"{cap}"), $"/policies/lab?cap={cap}");
        Assert.Equal(KeepTrials.Most, await city.CountAsync("select count(*) from policy_try where account = 7"));
    }

    private static TypedPolicy Typed(TypedBenefit benefit) => new(
        "市商务局", "", "City:370300", new DateOnly(2026, 3, 1), null, ["外贸"], "出口企业按出口额的 1% 奖励，最高 30 万元。", "", [benefit], new Dictionary<int, int>());

    private static async Task<TestInstallation> CityAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true), ("boothFee", 50_000));
        await city.FirmAsync("B", "370303001", ("exportValue", 999_999), ("notOnDishonestyList", true));
        await city.FirmAsync("C", "370602001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        return city;
    }

    private static async Task<long> StartAsync(TestInstallation city)
    {
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        return Assert.IsType<KeepResult.Saved>(await officer.Get<KeepNotices>().StartAsync(NoticeFile.OfPlain(Notice), "Pasted", Cancellation)).Draft.Id;
    }

    private static async Task SignAsync(TestInstallation city, long draft)
    {
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        Assert.IsType<KeepResult.Saved>(await officer.Get<KeepNotices>().SignAsync(draft, 1, Cancellation));
    }

    private static async Task KeepAsync(TestInstallation city, long draft, params (string Field, string Value)[] typed)
    {
        await using var head = city.As(Role.BureauHead);
        var (admit, found) = (head.Get<AdmitNotice>(), (await head.Get<KeepNotices>().FindAsync(draft, Cancellation))!);
        var form = new FormCollection(typed.ToDictionary(one => one.Field, one => new StringValues(one.Value)));
        Assert.Empty((await admit.KeepAsync(draft, new AdmitForm(found, admit.Conditions(found), admit.Places(), head.Get<NoticeDrafter>(), form, 1), 1, Cancellation))!);
    }

    private static async Task<LabView?> TryAsync(TestInstallation city, long draft, BenefitDraft? change = null)
    {
        await using var officer = city.As(Role.BureauOfficer);
        var (_, tried) = await officer.Get<FindTried>().RunAsync("", draft, Cancellation);
        return await officer.Get<RunLab>().RunAsync(tried!, change ?? BenefitDraft.None, 0, 10, Cancellation);
    }
}
