using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Cultivation.Library;
using Funeng.Modules.Cultivation.Record;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>A start-up (tier of the new-economy ladder: at most five years old, holds a technology title) walked into its library and out again.</summary>
public sealed class LibraryRecordTests
{
    private const string Library = "startup";

    private static readonly Scope City = Scope.OfRegions("3703");
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [OnBothDatabases]
    public async Task Who_does_not_see_the_enterprise_or_may_not_take_the_step_changes_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await StartupAsync(city);

        Assert.IsType<TakeStepResult.NotFound>(await TakeAsync(city, Role.BureauOfficer, Scope.OfRegions("370304"), 2, LibraryStep.Discover, 0));
        Assert.IsType<TakeStepResult.NotFound>(await TakeAsync(city, Role.Enterprise, Scope.OfOrganization(subject + 1), 3, LibraryStep.Nominate, 0));
        Assert.IsType<TakeStepResult.NotAllowed>(await TakeAsync(city, Role.Leader, Scope.All, 4, LibraryStep.Discover, 0));
        Assert.IsType<TakeStepResult.NotAllowed>(await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Confirm, 0));
        Assert.Equal(0L, Convert.ToInt64(await city.ScalarAsync("select count(*) from library_record"), null));
    }

    [Theory]
    [OnBothDatabases]
    public async Task From_should_enter_through_nomination_to_member_and_the_lists_follow_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await StartupAsync(city);
        Assert.Equal((1, 0), await CountsAsync(city));

        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.Enterprise, Scope.OfOrganization(subject), 5, LibraryStep.Nominate, 0, door: EntryDoor.OwnApplication));
        Assert.IsType<TakeStepResult.Refused>(await TakeAsync(city, Role.BureauHead, City, 6, LibraryStep.Confirm, 1));
        var expert = await AccountAsync(city, "expert", Role.Expert);
        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.AskOpinion, 1, reader: expert));
        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.Expert, City, expert, LibraryStep.GiveOpinion, 2, organization: "山东理工大学"));
        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.BureauHead, City, 6, LibraryStep.Confirm, 3));

        Assert.Equal((0, 0), await CountsAsync(city));
        await using var unit = city.As(Role.Leader, City);
        var view = await unit.Get<ReadRecord>().RunAsync(Library, "S", Cancellation);
        Assert.Equal(LibraryState.Member, view!.Record!.State);
        Assert.Equal([LibraryStep.Confirm, LibraryStep.GiveOpinion, LibraryStep.AskOpinion, LibraryStep.Nominate], view.Steps.Select(step => step.Step));
        Assert.All(view.Steps, step => Assert.False(string.IsNullOrWhiteSpace(step.Reason)));
        Assert.Empty(view.Offered);
        var rules = city.Service<RuleBook>().Packs.ToDictionary(pack => pack.Sha256);
        Assert.All(view.Steps, step => Assert.Equal((rules[step.RuleSha256!].VersionName, step.TakenAt), (step.RuleVersion!, step.KnownAt!.Value)));
        Assert.Equal(4L, Convert.ToInt64(await city.ScalarAsync("select count(*) from audit where subject = 'library:startup:S'"), null));
    }

    [Theory]
    [OnBothDatabases]
    public async Task The_ladders_of_a_past_day_show_state_standard_and_titles_of_that_day(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await StartupAsync(city);
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Nominate, 0);
        var then = city.Time.GetUtcNow();
        city.Time.Advance(TimeSpan.FromDays(365 * 2));
        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.BureauHead, City, 6, LibraryStep.Decline, 1));

        var past = await LadderAsync(DateOnly.FromDateTime(then.UtcDateTime), then);
        var today = await LadderAsync(DateOnly.FromDateTime(city.Time.GetUtcNow().UtcDateTime), null);

        Assert.Equal((LibraryState.Nominated, "sme-specialised-2022"), past);
        Assert.Equal((null, "sme-specialised-2026"), today);

        async Task<(LibraryState? State, string? Scheme)> LadderAsync(DateOnly on, DateTimeOffset? asOf)
        {
            await using var unit = city.As(Role.Leader, City);
            var tiers = (await unit.Get<ReadLadders>().RunAsync(subject, on, asOf, Cancellation)).SelectMany(ladder => ladder.Tiers).ToList();
            return (tiers.Single(tier => tier.Library.Id == Library).State, tiers.Single(tier => tier.Library.Id == "sme-specialised").Scheme?.Id);
        }
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_step_for_a_selection_is_taken_for_each_by_itself_and_says_who_was_left_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        var request = new StepRequest(LibraryStep.Nominate, "批量提名", 0, EntryDoor.RuleScreen);

        await using var unit = city.As(Role.BureauOfficer, City, 2);
        var results = await unit.Get<TakeLibraryStep>().RunAsync(Library, [new("X", 0), new("S", 7), new("S", 0)], request, Cancellation);
        Assert.IsType<TakeStepResult.NotFound>(results[0].Result);
        Assert.IsType<TakeStepResult.ChangedMeanwhile>(results[1].Result);
        Assert.Equal(2, results.Count);

        var taken = await unit.Get<TakeLibraryStep>().RunAsync(Library, [new("X", 0), new("S", 0)], request, Cancellation);
        Assert.IsType<TakeStepResult.Taken>(taken[1].Result);
        Assert.Equal(1L, Convert.ToInt64(await city.ScalarAsync("select count(*) from library_step where reason = '批量提名'"), null));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Of_a_selection_that_is_too_long_nobody_is_dropped_silently(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        var request = new StepRequest(LibraryStep.Nominate, "批量提名", 0, EntryDoor.RuleScreen);
        var picks = Enumerable.Range(0, TakeLibraryStep.MostAtOnce).Select(i => new SelectedRecord($"X{i}", 0)).Append(new SelectedRecord("S", 0)).ToList();

        await using var unit = city.As(Role.BureauOfficer, City, 2);
        var results = await unit.Get<TakeLibraryStep>().RunAsync(Library, picks, request, Cancellation);

        Assert.Equal(picks.Count, results.Count);
        Assert.Contains("一次最多办理 100 家", Assert.IsType<TakeStepResult.Refused>(results[^1].Result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_step_whose_process_dies_right_after_it_was_stored_is_followed_by_the_lists_of_the_next(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Nominate, 0);
        var expert = await AccountAsync(city, "expert", Role.Expert);
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.AskOpinion, 1, reader: expert);
        await TakeAsync(city, Role.Expert, City, expert, LibraryStep.GiveOpinion, 2, organization: "智库");
        await city.Service<FollowUps>().StopAsync();
        await using (var unit = city.As(Role.BureauHead, City, 6))
            await unit.Get<TakeLibraryStep>().RunAsync(Library, [new("S", 3)], new StepRequest(LibraryStep.Confirm, "集中确认", 0), Cancellation);
        Assert.Equal((1, 0), await CountsAsync(city));

        await using var next = city.Next();
        await SweepFollowUps.TakeUpAsync(next.Service<FollowUps>(), Cancellation);

        Assert.Equal((0, 0), await CountsAsync(next));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_reason_that_is_too_long_is_refused_with_its_length(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);

        await using var unit = city.As(Role.BureauOfficer, City, 2);
        var result = await unit.Get<TakeLibraryStep>().RunAsync(Library, "S", new StepRequest(LibraryStep.Nominate, new string('字', 501), 0, EntryDoor.RuleScreen), Cancellation);

        Assert.Equal("理由有 501 个字，最多 500 个", Assert.IsType<TakeStepResult.Refused>(result).Message);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_library_of_a_past_day_holds_who_stood_there_then(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        var first = Today(city);
        city.Time.Advance(TimeSpan.FromDays(2));
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Nominate, 0);
        var nominated = Today(city);
        city.Time.Advance(TimeSpan.FromDays(3));
        await TakeAsync(city, Role.BureauHead, City, 6, LibraryStep.Decline, 1);
        city.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal((null, 0), await OnAsync(first.AddDays(-1)));
        Assert.Equal((1, 0), await OnAsync(first));
        Assert.Equal((1, 1), await OnAsync(nominated));
        Assert.Equal((1, 1), await OnAsync(nominated.AddDays(2)));
        Assert.Equal((1, 0), await OnAsync(nominated.AddDays(3)));
        Assert.Equal((1, 0), await OnAsync(null));
        Assert.Equal((1, 0), await OnAsync(nominated.AddDays(4)));
        Assert.Equal((1, 0), await OnAsync(nominated.AddDays(40)));

        async Task<(long? ShouldEnter, long Nominated)> OnAsync(DateOnly? day)
        {
            await using var unit = city.As(Role.Leader, City);
            var view = await unit.Get<BrowseLibraries>().RunAsync(null, day, Cancellation);
            var tier = view.Ladders.SelectMany(ladder => ladder.Tiers).Single(tier => tier.Library.Id == Library);
            var filter = new LibraryFilter(null, null, AsOf: day);
            Assert.Equal(tier.Nominated, (await unit.Get<ReadLibrary>().WaitingAsync(Library, filter, Cancellation)).Total);
            Assert.Equal(day < nominated ? 0 : day is null || day > nominated.AddDays(2) ? 2 : 1, (await unit.Get<ReadLibrary>().HistoryAsync(Library, filter, Cancellation)).Count);
            Assert.Equal((first, day < first ? null : (long?)0), (tier.ShouldLeave.Since, tier.ShouldLeave.Members));
            return (tier.ShouldEnter.Members, tier.Nominated);
        }

        static DateOnly Today(TestInstallation city) => DateOnly.FromDateTime(city.Time.GetUtcNow().UtcDateTime.AddHours(8));
    }

    [Theory]
    [OnBothDatabases]
    public async Task What_is_overdue_comes_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        await city.ExecuteAsync("insert into subject (id, kind, code, name, region) values (7, 'enterprise', 'W', '预警公司', '370303001'), (8, 'enterprise', 'R', '年审公司', '370303001')");
        await city.ExecuteAsync(
            """
            insert into library_record (id, library, subject, state, opened_on, outside_opinions, review_due, warned_until, version) values
              (1, 'startup', 7, 'Warned', '2025-01-01', 1, '2026-06-30', '2026-04-30', 3),
              (2, 'startup', 8, 'Member', '2025-01-01', 1, '2026-01-31', null, 2)
            """);

        await using var unit = city.As(Role.BureauOfficer, City);
        var rows = (await unit.Get<ReadLibrary>().MembersAsync(Library, new LibraryFilter(null, null), Cancellation)).Rows;

        Assert.Equal(["R", "W"], rows.Select(row => row.Code));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Two_people_on_the_same_page_do_not_both_win(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);

        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Nominate, 0));
        Assert.IsType<TakeStepResult.ChangedMeanwhile>(await TakeAsync(city, Role.BureauOfficer, City, 8, LibraryStep.Nominate, 0));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_member_that_grows_too_old_is_on_the_list_of_those_that_should_leave(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Nominate, 0);
        var expert = await AccountAsync(city, "expert", Role.Expert);
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.AskOpinion, 1, reader: expert);
        await TakeAsync(city, Role.Expert, City, expert, LibraryStep.GiveOpinion, 2, organization: "智库");
        await TakeAsync(city, Role.BureauHead, City, 6, LibraryStep.Confirm, 3);

        // No filing arrives; only days pass, as for the nightly job.
        city.Time.Advance(TimeSpan.FromDays(365 * 4));
        await using (var unit = city.As()) await unit.Get<RefreshLists>().RunAllAsync(Cancellation);

        Assert.Equal((0, 1), await CountsAsync(city));
    }

    [Theory]
    [OnBothDatabases]
    public async Task An_outside_account_finds_only_what_was_put_before_it_and_its_figures_only_while_it_is_asked(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        var expert = await AccountAsync(city, "expert", Role.Expert);
        var other = await AccountAsync(city, "other", Role.Bank);
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.Nominate, 0);

        Assert.Null(await ReadAsync(city, Role.Expert, expert));
        Assert.IsType<TakeStepResult.NotFound>(await TakeAsync(city, Role.Expert, Scope.All, expert, LibraryStep.GiveOpinion, 1, organization: "大学"));
        await TakeAsync(city, Role.BureauOfficer, City, 2, LibraryStep.AskOpinion, 1, reader: expert);

        Assert.NotEmpty((await ReadAsync(city, Role.Expert, expert))!.Standard!.Evidence);
        Assert.Null(await ReadAsync(city, Role.Bank, other));
        Assert.Equal((1, 0), (await MembersAsync(city, Role.Expert, expert), await MembersAsync(city, Role.Bank, other)));

        await TakeAsync(city, Role.Expert, City, expert, LibraryStep.GiveOpinion, 2, organization: "大学");
        await TakeAsync(city, Role.BureauHead, City, 6, LibraryStep.Confirm, 3);
        Assert.Null((await ReadAsync(city, Role.Expert, expert))!.Standard);
    }

    [Theory]
    [OnBothDatabases]
    public async Task Nominating_from_outside_opens_no_figures_and_tells_nothing_of_who_stands_in_the_library(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await StartupAsync(city);
        var bank = await AccountAsync(city, "bank", Role.Bank);
        var second = await AccountAsync(city, "second", Role.Bank);

        Assert.IsType<TakeStepResult.Taken>(await TakeAsync(city, Role.Bank, Scope.All, bank, LibraryStep.Nominate, 0, EntryDoor.OutsideNomination, "齐鲁创投"));
        Assert.IsType<TakeStepResult.NotFound>(await TakeAsync(city, Role.Bank, Scope.All, second, LibraryStep.Nominate, 0, EntryDoor.OutsideNomination, "鲁中创投"));

        var view = await ReadAsync(city, Role.Bank, bank);
        Assert.Equal(LibraryState.Nominated, view!.Record!.State);
        Assert.Null(view.Standard);
        Assert.Null(await ReadAsync(city, Role.Bank, second));
    }

    private static async Task<RecordView?> ReadAsync(TestInstallation city, Role role, long user)
    {
        await using var unit = city.As(role, Scope.All, user);
        return await unit.Get<ReadRecord>().RunAsync(Library, "S", Cancellation);
    }

    private static async Task<long> MembersAsync(TestInstallation city, Role role, long user)
    {
        await using var unit = city.As(role, Scope.All, user);
        return (await unit.Get<ReadLibrary>().WaitingAsync(Library, new LibraryFilter(null, null), Cancellation)).Total;
    }

    private static async Task<long> AccountAsync(TestInstallation city, string user, Role role)
    {
        await using var unit = city.As();
        await unit.Get<CreateUser>().RunAsync(new NewUser(user, user, role, Scope.All, "abcdefgh2345", "测试"), Cancellation);
        return Convert.ToInt64(await city.ScalarAsync($"select id from account where user_name = '{user}'"), null);
    }

    private static async Task<(long Enter, long Leave)> CountsAsync(TestInstallation city)
    {
        await using var unit = city.As(Role.Leader, City);
        var tiers = (await unit.Get<BrowseLibraries>().RunAsync(null, null, Cancellation)).Ladders.SelectMany(ladder => ladder.Tiers);
        var tier = tiers.Single(tier => tier.Library.Id == Library);
        return (tier.ShouldEnter.Members ?? -1, tier.ShouldLeave.Members ?? -1);
    }

    private static async Task<TakeStepResult> TakeAsync(
        TestInstallation city, Role role, Scope scope, long user, LibraryStep step, int version, EntryDoor? door = null, string? organization = null, long reader = 0)
    {
        await using var unit = city.As(role, scope, user, $"用户{user}");
        return await unit.Get<TakeLibraryStep>().RunAsync(
            Library, "S", new StepRequest(step, "理由", version, door ?? EntryDoor.DepartmentProposal, organization, Supports: true, Reader: reader), Cancellation);
    }

    private static async Task<long> StartupAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, "S", "初创公司", "370303001"), Cancellation);
        var facts = unit.Get<FactStore>();
        await facts.RecordAsync(new NewFiling(subject.Id, Period.State, "enterprise", [new("foundedOn", FeelValue.From(new DateOnly(2024, 1, 1)))]), Cancellation);
        facts.Record(new NewTitleGrant(subject.Id, "sme-innovative-2022", "第一批", new DateOnly(2025, 1, 1), new DateOnly(2035, 1, 1), "authority"));
        await facts.PublishAsync(Cancellation);
        return subject.Id;
    }
}
