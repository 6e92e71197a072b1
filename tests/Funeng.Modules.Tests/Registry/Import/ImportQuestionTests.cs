using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Registry.Place;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Import;

/// <summary>What is asked before an import writes: names, places and values that are not what is known.</summary>
public sealed class ImportQuestionTests
{
    private const string Head = "统一社会信用代码,企业名称,区县,2024年营业收入(万元),2025年营业收入(万元)\n";
    private const string Code = "91370303FN0000011B";
    private const string Other = "91370304FN0000011R";
    private const string First = Head + Code + ",淄博甲制造有限公司,张店区,910000,913911\n";

    [Theory, OnBothDatabases]
    public async Task A_name_that_is_not_the_registered_one_renames_nobody_and_is_asked_about(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        var id = await city.UploadAsync(Head + Code + ",淄博甲智能制造有限公司,张店区,,900000\n");

        var question = Assert.Single((await city.RunAsync(id)).ReadSummary().Questions);
        Assert.Equal("代码 91370303FN0000011B 的登记名称是“淄博甲制造有限公司”，您填的是“淄博甲智能制造有限公司”：是更名，还是代码填错？", question.Message);
        Assert.Equal((QuestionKind.Name, CellQuestion.Keep, false), (question.Kind, question.Answer, question.IsAnswered));
        await city.CorrectAsync(id);

        var organization = await city.EnterpriseAsync(Code);
        Assert.Equal(("淄博甲制造有限公司", 9_000_000_000m), (organization!.Name, organization.Revenue!.Value));
        Assert.Empty(await city.OtherNamesAsync(Code));
    }

    [Theory, OnBothDatabases]
    public async Task Beside_a_code_or_a_name_left_out_stands_what_is_registered_and_a_row_of_totals_is_said_to_be_left_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        var id = await city.UploadAsync(Head + ",淄博甲制造有限公司,张店区,,1\n" + Code + ",,张店区,,900000\n,淄博无名厂,张店区,,1\n" + string.Concat(Enumerable.Repeat("合计,,,,900001\n", 5)));

        var summary = (await city.RunAsync(id)).ReadSummary();

        var problems = summary.Problems.ToDictionary(problem => problem.Row);
        Assert.Equal(($"没有填写统一社会信用代码。“淄博甲制造有限公司”登记的代码是 {Code}，请对照营业执照填写。", null), (problems[1].Message, problems[1].Proposal));
        Assert.Equal(("没有填写企业名称。这个代码登记的是“淄博甲制造有限公司”，请核对是不是这一家。", "淄博甲制造有限公司"), (problems[2].Message, problems[2].Proposal));
        Assert.Equal("没有填写统一社会信用代码。营业执照上有 18 位代码。", problems[3].Message);
        Assert.Equal([4, 5, 6], summary.Totals);
        Assert.Equal(5, summary.TotalCount);
    }

    [Theory, OnBothDatabases]
    public async Task Beside_a_wrong_code_stands_the_registered_one_a_slip_away_and_never_one_that_is_nobodys(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First + Other + ",淄博乙材料有限公司,博山区,1,1\n");
        // N and F swapped; B read as 8; both letters of one row's own name; nobody's code with a right check character.
        var id = await city.UploadAsync(Head + "91370303NF0000011B,淄博甲,张店区,,1\n913703O4FNO000011R,淄博乙材料有限公司,博山区,,1\n91370303FN0000O12B,淄博丁厂,张店区,,1\n91370303FN0000011C,淄博戊厂,张店区,,1\n");

        var problems = (await city.RunAsync(id)).ReadSummary().Problems.Where(problem => problem.Column == 0).ToDictionary(problem => problem.Row);
        Assert.EndsWith($"相近的已登记代码：{Code}（淄博甲制造有限公司），请对照营业执照。", problems[1].Message, StringComparison.Ordinal);
        Assert.Null(problems[1].Proposal);
        Assert.EndsWith($"“淄博乙材料有限公司”登记的代码是 {Other}，请对照营业执照。", problems[2].Message, StringComparison.Ordinal);
        Assert.Equal(Other, problems[2].Proposal);
        Assert.DoesNotContain(Code, problems[3].Message, StringComparison.Ordinal);
        Assert.Contains(Code, problems[4].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_a_district_is_told_of_no_code_registered_in_another()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(First);
        await using var unit = city.As(Role.TownshipClerk, Scope.OfRegions("370304"));

        Assert.Empty(await unit.Get<EnterpriseIndex>().NearCodesAsync("91370303NF0000011B", Scope.OfRegions("370304"), 3, CancellationToken.None));
        Assert.Equal(Code, Assert.Single(await unit.Get<EnterpriseIndex>().NearCodesAsync("91370303nf0000011b", Scope.OfRegions("370303"), 3, CancellationToken.None)).Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_wholly_different_name_holds_the_row_back_until_somebody_answers(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        var id = await city.UploadAsync(Head + Code + ",完全不同的名字有限公司,张店区,,900000\n");

        var run = await city.RunAsync(id);
        Assert.Equal((0, 1, 1), (run.Sound, run.Bad, run.ReadSummary().Held));
        await city.CorrectAsync(id);
        Assert.Equal(9_139_110_000m, (await city.EnterpriseAsync(Code))!.Revenue);

        await city.CorrectAsync(id, answers: [("1,1", CellQuestion.Take)]);

        Assert.Equal("完全不同的名字有限公司", (await city.EnterpriseAsync(Code))!.Name);
        Assert.Equal(["淄博甲制造有限公司"], await city.OtherNamesAsync(Code));
    }

    [Theory, OnBothDatabases]
    public async Task Undo_gives_the_old_name_and_place_back_and_takes_new_enterprises_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        var id = await city.UploadAsync(Head + Code + ",淄博甲智能制造有限公司,博山区,,900000\n" + Other + ",淄博乙材料有限公司,博山区,,5000\n");
        await city.CorrectAsync(id, answers: [("1,1", CellQuestion.Take), ("1,2", CellQuestion.Take)]);
        Assert.Equal(("淄博甲智能制造有限公司", "370304"), ((await city.EnterpriseAsync(Code))!.Name, (await city.EnterpriseAsync(Code))!.Region));

        await city.UndoAsync(id);

        var back = await city.EnterpriseAsync(Code);
        Assert.Equal(("淄博甲制造有限公司", "370303", 9_139_110_000m), (back!.Name, back.Region, back.Revenue!.Value));
        Assert.Empty(await city.OtherNamesAsync(Code));
        Assert.Null(await city.EnterpriseAsync(Other));
        Assert.Equal(0L, await city.CountAsync($"select count(*) from subject where code = '{Other}'"));
        Assert.Equal(ImportState.Withdrawn, (await city.RunAsync(id)).State);
    }

    [Theory, OnBothDatabases]
    public async Task Undo_is_whole_when_whoever_asked_for_it_goes_away_while_verdicts_follow(DatabaseKind kind)
    {
        using var caller = new CancellationTokenSource();
        var leaving = new Leaving();
        await using var city = await TestInstallation.StartAsync(kind, more: services => services.Insert(0, ServiceDescriptor.Singleton<IFilingListener>(leaving)));
        await city.WriteAsync(First);
        var id = await city.UploadAsync(Head + Code + ",淄博甲智能制造有限公司,博山区,,900000\n" + Other + ",淄博乙材料有限公司,博山区,,5000\n");
        await city.CorrectAsync(id, answers: [("1,1", CellQuestion.Take), ("1,2", CellQuestion.Take)]);
        leaving.Caller = caller;

        await using (var unit = city.As())
        {
            Assert.IsType<WizardResult.GoOn>(await unit.Get<ImportWizard>().UndoAsync(id, "导错了文件", caller.Token));
        }

        Assert.True(caller.IsCancellationRequested);
        await city.Service<FollowUps>().WhenIdleAsync();
        var (back, run) = (await city.EnterpriseAsync(Code), await city.RunAsync(id));
        Assert.Equal(("淄博甲制造有限公司", "370303", 9_139_110_000m), (back!.Name, back.Region, back.Revenue!.Value));
        Assert.Null(await city.EnterpriseAsync(Other));
        Assert.Equal((ImportState.Withdrawn, 0, 0), (run.State, run.Added, run.Changed));
    }

    [Theory, OnBothDatabases]
    public async Task Undo_keeps_a_new_enterprise_that_another_import_has_used_and_a_name_changed_since(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        var id = await city.UploadAsync(Head + Code + ",淄博甲智能制造有限公司,张店区,,\n" + Other + ",淄博乙材料有限公司,博山区,,5000\n");
        await city.CorrectAsync(id, answers: [("1,1", CellQuestion.Take)]);
        var later = await city.UploadAsync(Head + Code + ",淄博甲智造有限公司,张店区,,\n" + Other + ",淄博乙材料有限公司,博山区,4000,\n");
        await city.CorrectAsync(later, answers: [("1,1", CellQuestion.Take)]);

        await city.UndoAsync(id);

        Assert.Equal("淄博甲智造有限公司", (await city.EnterpriseAsync(Code))!.Name);
        Assert.Equal((40_000_000m, 2024), ((await city.EnterpriseAsync(Other))!.Revenue!.Value, (await city.EnterpriseAsync(Other))!.RevenueYear!.Value));
        await using var unit = city.As();
        var note = Assert.Single(await unit.Get<ImportRuns>().WritesAsync(id, CancellationToken.None)).UndoneNote;
        Assert.Contains("1 家已有其他数据或记录", note, StringComparison.Ordinal);
        Assert.Contains("此后又有变更", note, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Undo_takes_back_a_new_enterprise_of_which_only_the_register_has_said_something(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.UploadAsync(Head + Code + ",淄博甲智能制造有限公司,张店区,4000,\n");
        await city.CorrectAsync(id);
        await using (var unit = city.As()) Assert.Equal(1, await unit.Get<FilePlaces>().RunAsync(CancellationToken.None));

        await city.UndoAsync(id);

        Assert.Null(await city.EnterpriseAsync(Code));
        Assert.Equal(0L, await city.ScalarAsync("select count(*) from filing where source = 'register'"));
        await using var tables = city.As();
        Assert.Empty((await tables.Get<FactTables>().OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None)).Table.Subjects);
    }

    [Theory, OnBothDatabases]
    public async Task Former_and_short_names_and_brackets_of_another_width_are_the_same_enterprise(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync("统一社会信用代码,企业名称,曾用名,简称\n" + Code + ",甲制造（山东）有限公司,淄博甲厂,甲制造\n");

        foreach (var name in (string[])["甲制造(山东)有限公司", "甲制造（山东） 有限公司", "淄博甲厂", "甲制造"])
        {
            var id = await city.UploadAsync($"统一社会信用代码,企业名称\n{Code},{name}\n");
            Assert.Empty((await city.RunAsync(id)).ReadSummary().Questions);
        }
    }

    [Theory]
    [InlineData("9139", "与上年（2024 年）的 910,000 万元相差 98.99 %，单位是否有误？若您填的是百万元，应为 913,900 万元。")]
    [InlineData("91", "与上年（2024 年）的 910,000 万元相差 99.99 %，单位是否有误？若您填的是亿元，应为 910,000 万元。")]
    [InlineData("9139110000", "是上年（2024 年）的 910,000 万元的 10,043 倍，单位是否有误？若您填的是元，应为 913,911 万元。")]
    [InlineData("91500", null)]
    [InlineData("1200000", null)]
    public async Task A_value_far_from_last_years_is_asked_about_and_not_refused(string typed, string? question)
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(Head + Code + ",淄博甲制造有限公司,张店区,910000,\n");

        var run = await city.RunAsync(await city.UploadAsync(Head + Code + ",淄博甲制造有限公司,张店区,," + typed + "\n"));

        Assert.Equal((1, 0), (run.Sound, run.Bad));
        Assert.Equal(question, run.ReadSummary().Questions.SingleOrDefault()?.Message);
    }

    [Fact]
    public async Task A_value_that_corrects_the_standing_one_is_compared_with_it_and_neighbouring_years_of_the_row_with_each_other()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(First);

        var standing = (await city.RunAsync(await city.UploadAsync(Head + Code + ",淄博甲制造有限公司,张店区,,9139\n"))).ReadSummary().Questions;
        var unknown = (await city.RunAsync(await city.UploadAsync(Head + Other + ",淄博乙材料有限公司,博山区,910000,9139\n"))).ReadSummary().Questions;

        Assert.Contains("现有的 2025 年数据 913,911 万元", Assert.Single(standing).Message, StringComparison.Ordinal);
        Assert.Equal(["3", "4"], unknown.Select(question => question.Column.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task A_confirmed_value_is_not_asked_about_again_and_a_whole_column_is_asked_about_once()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var codes = new[] { Code, Other, "91370303FN0Q7K2Y0Y", "91370302FN0000011W", "91370303FNJTEPTQ6B", "91370304FNWNH84A4N" };
        await city.WriteAsync("统一社会信用代码,企业名称,2024年营业收入(万元)\n" + string.Concat(codes.Select((code, index) => $"{code},淄博第{index}制造有限公司,{90000 + index}\n")));
        var id = await city.UploadAsync("统一社会信用代码,企业名称,2025年营业收入(万元)\n" + string.Concat(codes.Select((code, index) => $"{code},淄博第{index}制造有限公司,{900000000 + index}\n")));

        var column = Assert.Single((await city.RunAsync(id)).ReadSummary().Questions);
        Assert.Equal(-1, column.Row);
        Assert.Contains("整列的单位是否有误", column.Message, StringComparison.Ordinal);
        await city.CorrectAsync(id, write: false, answers: [("-1,2", CellQuestion.Keep)]);

        Assert.Empty((await city.RunAsync(id)).ReadSummary().Questions);
    }

    [Theory, OnBothDatabases]
    public async Task A_whole_column_that_leaps_waits_for_an_answer_also_when_its_first_row_is_held_back_or_wrong(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var codes = new[] { Code, Other, "91370303FN0Q7K2Y0Y", "91370302FN0000011W", "91370303FNJTEPTQ6B", "91370304FNWNH84A4N" };
        await city.WriteAsync("统一社会信用代码,企业名称,2024年营业收入(万元)\n" + string.Concat(codes.Select((code, index) => $"{code},淄博第{index}制造有限公司,{90000 + index}\n")));
        var id = await city.UploadAsync("统一社会信用代码,企业名称,2025年营业收入(万元),职工总数\n"
            + string.Concat(codes.Select((code, index) => $"{code},{(index == 0 ? "完全不同的名字有限公司" : $"淄博第{index}制造有限公司")},{900000000 + index},{(index == 1 ? "很多" : "8")}\n")));

        Assert.Equal(1, (await city.RunAsync(id)).ReadSummary().Unanswered);
        await using var unit = city.As();
        Assert.IsType<WizardResult.Refused>(await unit.Get<ImportWizard>().CorrectAsync(id, SheetCorrections.None, write: true, CancellationToken.None));
        await city.CorrectAsync(id);

        Assert.Equal((4, 1), ((await city.RunAsync(id)).Sound, (await city.RunAsync(id)).ReadCorrections().Accepted));
    }

    [Theory, OnBothDatabases]
    public async Task A_former_name_that_is_the_registered_one_renames_nobody_until_somebody_says_so(DatabaseKind kind)
    {
        const string head = "统一社会信用代码,企业名称,曾用名,职工总数\n";
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        var id = await city.UploadAsync(head + Code + ",完全不同的名字有限公司,淄博甲制造有限公司,8\n");

        await city.CorrectAsync(id);
        var kept = await city.EnterpriseAsync(Code);
        await city.UndoAsync(id);
        await city.CorrectAsync(id, answers: [("1,1", CellQuestion.Take)]);

        Assert.Equal(("淄博甲制造有限公司", 8), (kept!.Name, kept.Employees));
        Assert.Equal("完全不同的名字有限公司", (await city.EnterpriseAsync(Code))!.Name);
        Assert.Equal(["淄博甲制造有限公司"], await city.OtherNamesAsync(Code));
    }

    [Fact]
    public async Task A_fraction_in_a_column_of_percentages_is_asked_about()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var run = await city.RunAsync(await city.UploadAsync($"统一社会信用代码,企业名称,上年末资产负债率(%)\n{Code},甲有限公司,0.12\n{Other},乙有限公司,0.12%\n"));

        var question = Assert.Single(run.ReadSummary().Questions);
        Assert.Equal((1, "理解为 0.12 %。若是 12 %，请改为 12。"), (question.Row, question.Message));
    }

    [Fact]
    public async Task Small_values_among_percentages_are_asked_about_once_for_the_column()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var rows = Enumerable.Range(1, 20).Select(number => $"{Made(number)},淄博第{number}家有限公司,{(number <= 6 ? "0.3" : "12.5")}\n");

        var summary = (await city.RunAsync(await city.UploadAsync($"统一社会信用代码,企业名称,上年末资产负债率(%)\n{string.Concat(rows)}"))).ReadSummary();

        var question = Assert.Single(summary.Questions);
        Assert.Equal((-1, 1), (question.Row, summary.Unanswered));
        Assert.StartsWith("本列 20 个数中有 6 个小于 1，都按百分数写入。例如第 2 行“0.3”", question.Message, StringComparison.Ordinal);

        static string Made(int number) => FormattableString.Invariant($"91370303MH{number:0000000}") is var code ? code + UnifiedSocialCreditCode.CheckCharacter(code) : "";
    }

    [Theory, OnBothDatabases]
    public async Task A_source_that_agrees_is_filed_once_and_a_sheet_that_a_better_source_outranks_changes_nothing_a_second_time(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(First);
        await city.WriteAsync(First, "tax");
        Assert.Equal(2L, await city.CountAsync("select count(distinct source) from filing"));
        var filed = await city.CountAsync("select count(*) from filing");

        await city.WriteAsync(First);
        await city.WriteAsync(First, "tax");

        Assert.Equal(filed, await city.CountAsync("select count(*) from filing"));
    }

    [Fact]
    public async Task Every_table_that_speaks_of_a_subject_says_so_to_the_undo()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var named = city.Services.GetServices<SubjectRows>().Select(rows => rows.Table).ToHashSet();
        string[] notAbout = ["audit"];

        foreach (var table in await city.TablesWithAsync("subject"))
        {
            Assert.True(named.Contains(table) || notAbout.Contains(table), $"{table} speaks of subjects; register SubjectRows for it");
        }
    }

    [Fact]
    public async Task A_new_code_under_a_registered_name_is_asked_about()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(First);

        var question = Assert.Single((await city.RunAsync(await city.UploadAsync(Head + Other + ",淄博甲制造有限公司,张店区,,\n"))).ReadSummary().Questions);

        Assert.Equal(QuestionKind.SameName, question.Kind);
        Assert.Contains(Code, question.Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_zone_other_than_the_registered_one_moves_nobody_until_somebody_says_so(DatabaseKind kind)
    {
        const string head = "统一社会信用代码,企业名称,镇街,功能区\n";
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(head + Code + ",淄博甲制造有限公司,四宝山街道,高新区\n");
        var before = await city.EnterpriseAsync(Code);

        var id = await city.UploadAsync(head + Code + ",淄博甲制造有限公司,四宝山街道,经开区\n");
        var question = Assert.Single((await city.RunAsync(id)).ReadSummary().Questions);
        await city.CorrectAsync(id);
        var kept = await city.EnterpriseAsync(Code);
        id = await city.UploadAsync(head + Code + ",淄博甲制造有限公司,四宝山街道,经开区\n");
        await city.CorrectAsync(id, answers: [("1,3", CellQuestion.Take)]);

        Assert.Equal((QuestionKind.Place, CellQuestion.Keep, "1,3"), (question.Kind, question.Answer, question.Place));
        Assert.Equal((before!.Region, before.Zone), (kept!.Region, kept.Zone));
        Assert.NotEqual(before.Zone, (await city.EnterpriseAsync(Code))!.Zone);
    }

    private sealed class Leaving : IFilingListener
    {
        public CancellationTokenSource? Caller { get; set; }

        public Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) => Caller?.CancelAsync() ?? Task.CompletedTask;
    }
}
