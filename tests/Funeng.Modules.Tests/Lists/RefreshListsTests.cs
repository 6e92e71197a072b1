using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Lists;

/// <summary>The list 小升规 (industry, revenue of last year from 15 to below 20 million yuan) followed through filings and days.</summary>
public sealed class RefreshListsTests
{
    private const string List = "small-to-above-scale";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [OnBothDatabases]
    public async Task Only_rows_in_scope_are_seen(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);
        await FileAsync(city, "B", "370304001", 16_000_000);

        Assert.Equal(["A"], await MembersAsync(city, Scope.OfRegions("370303")));
        Assert.Equal(["A", "B"], await MembersAsync(city, Scope.OfRegions("3703")));
        Assert.Empty(await MembersAsync(city, Scope.Nothing));
        Assert.Empty(await MembersAsync(city, Scope.OfZones("370300-GX")));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Counts_are_of_the_rows_in_scope_whether_or_not_each_is_looked_at(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);
        await FileAsync(city, "B", "370304001", 16_000_000);
        await FileAsync(city, "open", "370304001", revenue: null);

        Assert.Equal((2, 2, 0, 1), await FiguresAsync(city, Scope.All));
        Assert.Equal((2, 2, 0, 1), await FiguresAsync(city, Scope.OfRegions("3703")));
        Assert.Equal((1, 1, 0, 0), await FiguresAsync(city, Scope.OfRegions("370303")));
        Assert.Equal((0, 0, 0, 0), await FiguresAsync(city, Scope.Nothing));

        // One of another city: whoever has this one does not see it, though before there was nothing to look at.
        await FileAsync(city, "C", "370102001", 16_000_000);
        Assert.Equal((3, 3, 0, 1), await FiguresAsync(city, Scope.All));
        Assert.Equal((2, 2, 0, 1), await FiguresAsync(city, Scope.OfRegions("3703")));
    }

    [Theory]
    [OnBothDatabases]
    public async Task The_bounds_of_the_condition_decide_to_the_yuan(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "below", "370303001", 14_999_999);
        await FileAsync(city, "lowest", "370303001", 15_000_000);
        await FileAsync(city, "highest", "370303001", 19_999_999);
        await FileAsync(city, "above", "370303001", 20_000_000);

        Assert.Equal(["highest", "lowest"], await MembersAsync(city, Scope.All));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_missing_fact_makes_nobody_a_member_but_pending_with_what_is_missing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", revenue: null);

        Assert.Empty(await MembersAsync(city, Scope.All));
        await using var unit = city.As();
        var pending = Assert.Single(await unit.Get<ListMembers>().PendingAsync(List, Filter(), Cancellation));
        Assert.Contains("营业收入", pending.Missing, StringComparison.Ordinal);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_correction_ends_the_membership_with_reason_and_evidence_and_the_past_stays_readable(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);
        var entered = DateOnly.FromDateTime(city.Time.GetUtcNow().UtcDateTime);
        city.Time.Advance(TimeSpan.FromDays(10));
        await FileAsync(city, "A", "370303001", 30_000_000);

        await using var unit = city.As();
        var members = unit.Get<ListMembers>();
        Assert.Empty((await members.ReadAsync(List, Filter(), Cancellation)).Rows);
        Assert.Single((await members.ReadAsync(List, Filter() with { AsOf = entered.AddDays(5) }, Cancellation)).Rows);
        Assert.Empty((await members.ReadAsync(List, Filter() with { AsOf = entered.AddDays(10) }, Cancellation)).Rows);
        var left = Assert.Single((await members.ReadAsync(List, Filter() with { View = ListView.Left, Since = entered }, Cancellation)).Rows).Membership;
        Assert.Equal((entered, entered.AddDays(10)), (left.Since, left.Until!.Value));
        Assert.Contains(left.Evidence, line => line is { Label: "上年度营业收入", Value: "1,600 万元" });
        Assert.Contains(left.LeftEvidence, line => line is { Label: "上年度营业收入", Value: "3,000 万元" });
        Assert.Contains("不再符合", left.LeftReason, StringComparison.Ordinal);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_member_stands_on_the_facts_of_today_while_it_stays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);
        city.Time.Advance(TimeSpan.FromDays(10));
        await FileAsync(city, "A", "370303001", 17_000_000);

        await using var unit = city.As();
        var member = Assert.Single((await unit.Get<ListMembers>().ReadAsync(List, Filter(), Cancellation)).Rows).Membership;
        Assert.Equal(new DateOnly(2026, 3, 2), member.Since);
        Assert.Contains(member.Evidence, line => line is { Label: "上年度营业收入", Value: "1,700 万元" });
        Assert.Contains("1,600 万元", (string)(await city.ScalarAsync($"select evidence from list_membership where list = '{List}'"))!, StringComparison.Ordinal);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_withdrawn_batch_ends_the_membership_it_gave(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", revenue: null);
        await using var unit = city.As();
        var store = unit.Get<FactStore>();
        await using var batch = await store.BeginBatchAsync(new NewBatch("x.csv", "enterprise"), Cancellation);
        var subject = (await batch.SubjectsAsync([new NewSubject(Subject.Enterprise, "A", "A")], Cancellation))["A"];
        await batch.WriteAsync(new NewFiling(subject, new Period(2025), "enterprise", [new("revenue", FeelValue.From(16_000_000))]), Cancellation);
        await batch.PublishAsync(Cancellation);
        Assert.Equal(["A"], await MembersAsync(city, Scope.All));

        city.Time.Advance(TimeSpan.FromHours(1));
        await unit.Get<WithdrawBatch>().RunAsync(batch.Id, "错表", Cancellation);

        Assert.Empty(await MembersAsync(city, Scope.All));
        var left = Assert.Single((await unit.Get<ListMembers>().ReadAsync(List, Filter() with { View = ListView.Left }, Cancellation)).Rows).Membership;
        Assert.Contains("已撤销", left.LeftReason, StringComparison.Ordinal);
        Assert.Single(await unit.Get<ListMembers>().PendingAsync(List, Filter(), Cancellation));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_member_that_cannot_be_judged_any_more_stays_and_says_what_is_missing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);
        var entered = DateOnly.FromDateTime(city.Time.GetUtcNow().UtcDateTime);

        // The year turns: the revenue of the new last year is not filed yet.
        city.Time.Advance(TimeSpan.FromDays(365));
        await using var unit = city.As();
        await unit.Get<RefreshLists>().RunAllAsync(Cancellation);

        var member = Assert.Single((await unit.Get<ListMembers>().ReadAsync(List, Filter(), Cancellation)).Rows).Membership;
        Assert.Contains("营业收入", member.Missing, StringComparison.Ordinal);
        Assert.Null(Assert.Single((await unit.Get<ListMembers>().ReadAsync(List, Filter() with { AsOf = entered }, Cancellation)).Rows).Membership.Missing);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_member_stays_when_something_else_about_it_was_withdrawn_before_the_year_turned(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);
        city.Time.Advance(TimeSpan.FromDays(1));
        await using var unit = city.As();
        var store = unit.Get<FactStore>();
        var subject = (await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, "A", "A", "370303001"), Cancellation)).Id;
        await using var batch = await store.BeginBatchAsync(new NewBatch("x.csv", "enterprise"), Cancellation);
        await batch.WriteAsync(new NewFiling(subject, new Period(2025), "enterprise", [new("employees", FeelValue.From(10))]), Cancellation);
        await batch.PublishAsync(Cancellation);
        await unit.Get<WithdrawBatch>().RunAsync(batch.Id, "错表", Cancellation);

        city.Time.Advance(TimeSpan.FromDays(365));
        await unit.Get<RefreshLists>().RunAllAsync(Cancellation);

        Assert.Equal(["A"], await MembersAsync(city, Scope.All));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_member_by_its_title_leaves_when_the_title_is_withdrawn(DatabaseKind kind)
    {
        const string HeavyDebt = "heavy-debt";
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var store = unit.Get<FactStore>();
        await using var batch = await store.BeginBatchAsync(new NewBatch("titles.csv", "authority"), Cancellation);
        var subject = (await batch.SubjectsAsync([new NewSubject(Subject.Enterprise, "A", "A", "370303001")], Cancellation))["A"];
        batch.Write(new NewTitleGrant(subject, "sme-specialised-2022", "第一批", new DateOnly(2024, 1, 1), null, "authority"));
        await batch.PublishAsync(Cancellation);
        await store.RecordAsync(
            new NewFiling(subject, new Period(2025), "enterprise", [new("totalAssets", FeelValue.From(100)), new("totalLiabilities", FeelValue.From(90))]), Cancellation);
        await store.PublishAsync(Cancellation);
        Assert.Single((await unit.Get<ListMembers>().ReadAsync(HeavyDebt, Filter(), Cancellation)).Rows);

        city.Time.Advance(TimeSpan.FromHours(1));
        await unit.Get<WithdrawBatch>().RunAsync(batch.Id, "登记错了企业", Cancellation);

        Assert.Empty((await unit.Get<ListMembers>().ReadAsync(HeavyDebt, Filter(), Cancellation)).Rows);
    }

    [Fact]
    public async Task Many_at_once_are_listed_as_one_by_one()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        for (var index = 0; index < 12; index++)
            await FileAsync(city, "E" + index, "370303001", index % 4 == 3 ? null : 14_000_000 + (index * 700_000L));
        var one = await StoredAsync(city);
        Assert.NotEqual("", one);
        await city.ExecuteAsync("delete from list_membership; delete from list_pending");

        await using var unit = city.As();
        var refresh = unit.Get<RefreshLists>();
        refresh.Many = 1;
        await refresh.RunAllAsync(Cancellation);

        Assert.Equal(one, await StoredAsync(city));
        Assert.Equal(ListChanges.None, await refresh.RunAllAsync(Cancellation));
    }

    private static async Task<string> StoredAsync(TestInstallation city)
    {
        var members = await city.ScalarAsync("select group_concat(list || ' ' || subject || ' ' || coalesce(present_evidence, evidence), ';') from (select * from list_membership order by list, subject)");
        var pending = await city.ScalarAsync("select group_concat(list || ' ' || subject || ' ' || missing, ';') from (select * from list_pending order by list, subject)");
        return $"{members}\n{pending}";
    }

    [Theory]
    [OnBothDatabases]
    public async Task Refreshing_again_changes_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", 16_000_000);

        await using var unit = city.As();
        Assert.Equal(ListChanges.None, await unit.Get<RefreshLists>().RunAllAsync(Cancellation));
    }

    [Fact]
    public async Task Every_list_of_the_product_can_be_read()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var faulty = city.Services.GetRequiredService<ListBook>().On(new DateOnly(2026, 11, 22)).Where(list => list.Problem is not null);

        Assert.Empty(faulty.Select(list => $"{list.List.Id}: {list.Problem}"));
    }

    [Fact]
    public void A_definition_is_signed_by_what_decides_and_not_by_its_place_in_the_file()
    {
        const string Definition = "{ id: a, title: 甲, condition: 上年度营业收入 > 1, why: 因为 }";
        var once = ListDefinitions.Read("one.yaml", $"group: 培育\nlists:\n  - {Definition}");
        var again = ListDefinitions.Read("two.yaml", $"group: 关注\nlists:\n  - {{ id: b, title: 乙, condition: 'true', why: 因为 }}\n  - {Definition}");
        var changed = ListDefinitions.Read("one.yaml", $"group: 培育\nlists:\n  - {Definition.Replace("> 1", "> 2", StringComparison.Ordinal)}");

        Assert.Equal(once[0].Sha256, again[1].Sha256);
        Assert.NotEqual(once[0].Sha256, changed[0].Sha256);
    }

    private static ListFilter Filter() => new(null, null, ListView.Members, null, new DateOnly(2026, 1, 1));

    private static async Task<IReadOnlyList<string>> MembersAsync(TestInstallation city, Scope scope)
    {
        await using var unit = city.As(Role.BureauOfficer, scope);
        return [.. (await unit.Get<ListMembers>().ReadAsync(List, Filter(), Cancellation)).Rows.Select(row => row.Code).Order(StringComparer.Ordinal)];
    }

    // Of one list and of all lists the same.
    private static async Task<(long Members, long Entered, long Left, long Pending)> FiguresAsync(TestInstallation city, Scope scope)
    {
        await using var unit = city.As(Role.BureauOfficer, scope);
        var (members, since) = (unit.Get<ListMembers>(), new DateOnly(2020, 1, 1));
        var one = await members.CountAsync(List, since, Cancellation);
        Assert.Equal(one, (await members.CountAsync(since, Cancellation)).GetValueOrDefault(List, ListFigures.None));
        return (one.Members, one.Entered, one.Left, one.Pending);
    }

    private static async Task FileAsync(TestInstallation city, string code, string region, long? revenue)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code, region), Cancellation);
        var facts = unit.Get<FactStore>();
        await facts.RecordAsync(new NewFiling(subject.Id, Period.State, "enterprise", [new("industryCode", FeelValue.From("3073"))]), Cancellation);
        if (revenue is { } yuan)
            await facts.RecordAsync(new NewFiling(subject.Id, new Period(2025), "enterprise", [new("revenue", FeelValue.From(yuan))]), Cancellation);
        await facts.PublishAsync(Cancellation);
    }
}
