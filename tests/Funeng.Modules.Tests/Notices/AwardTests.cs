using System.Globalization;
using Funeng.Engines.Notices;
using Funeng.Modules.Notices;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Notices;

/// <summary>What sentences give, labelled by hand. docs/notices.md gives the figures; a change that makes them worse fails here.</summary>
public sealed class AwardTests(ITestOutputHelper output)
{
    private static readonly NoticeDrafter Drafter = new(RuleBook.Load(Repository.Folder("rules")), NoticeWordsFile.Read(Repository.Folder("rules")));

    [Theory]
    [InlineData("awards.tsv", 0.95, 0.95)]
    [InlineData("awards-held-out.tsv", 0.6, 0.6)]
    [InlineData("awards-fresh.tsv", 0.8, 0.8)]
    [InlineData("awards-other.tsv", 0.95, 0.95)]
    [InlineData("awards-third.tsv", 0.95, 0.95)]
    [InlineData("awards-fourth.tsv", 0.85, 0.85)]
    [InlineData("awards-fifth.tsv", 0.95, 0.95)]
    public void Labelled_awards_become_the_amounts_they_give(string set, double precision, double recall)
    {
        var rows = File.ReadLines(Path.Combine(Repository.Folder("tests/Funeng.Modules.Tests/Notices"), set)).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
            .Select(parts => (Sentence: parts[0], Wanted: parts[1], Most: parts[2], Award: Drafter.Award(parts[0], 2025))).ToList();
        var stated = rows.Count(row => row.Wanted.Length > 0);
        var drafted = rows.Count(row => row.Award?.Feel is not null);
        var right = rows.Count(row => row.Award?.Feel is { } feel && feel == row.Wanted && Most(row.Award) == row.Most);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set}: {rows.Count} sentences, {stated} stated, {drafted} drafted, {right} right"));
        if (Environment.GetEnvironmentVariable("FUNENG_SHOW") == set)
        {
            foreach (var row in rows.Where(row => (row.Award?.Feel ?? "") != row.Wanted || Most(row.Award) != row.Most))
                output.WriteLine($"{row.Sentence}\n    wanted {row.Wanted} | {row.Most}\n    got    {row.Award?.Feel} | {Most(row.Award)} | {row.Award?.Left}");
        }

        Assert.InRange((double)right / drafted, precision, 1);
        Assert.InRange((double)right / stated, recall, 1);
    }

    [Theory]
    [InlineData("企业年营业收入首次突破1亿元、5亿元、10亿元的，分别给予20万元、50万元、100万元的一次性奖励。", "上年度营业收入 > 1 * 亿元")]
    [InlineData("上年度营业收入达到100亿元、50亿元的企业，分别奖励200万元、100万元。", "上年度营业收入 >= 50 * 亿元")]
    [InlineData("上年度营业收入首次超过1、5、10亿元的，分别给予10、30、80万元奖励。", "上年度营业收入 > 1 * 亿元")]
    public void Whoever_reaches_the_lowest_of_several_steps_is_concerned(string sentence, string feel) =>
        Assert.Equal(feel, new NoticeReader(RuleBook.Load(Repository.Folder("rules")).Catalogue, NoticeWordsFile.Read(Repository.Folder("rules"))).ReadSentence(sentence, null, 2025).Feel);

    [Theory]
    [InlineData("对年营业收入首次突破1亿元的，给予20万元奖励，出口额首次突破2亿元的，给予50万元奖励。", "几档")]
    [InlineData("上年度营业收入1亿元至2亿元的，奖励10万元，5亿元以上的，奖励50万元。", "几档")]
    [InlineData("上年度营业收入1亿元至5亿元的，奖励10万元，5亿元至10亿元的，奖励50万元。", "几档")]
    [InlineData("按技改设备投资额的20%给予补助，单个项目最高300万元，同一企业累计不超过800万元。", "两个上限")]
    [InlineData("按技改设备投资额的20%给予补助，同一企业每年不超过800万元，单个项目最高300万元。", "两个上限")]
    public void What_would_pay_by_the_wrong_figure_is_left_to_a_person_with_the_reason(string sentence, string why)
    {
        var award = Drafter.Award(sentence, 2025)!;

        Assert.Null(award.Feel);
        Assert.Contains(why, award.Left, StringComparison.Ordinal);
        Assert.NotEqual(8_000_000, award.Most);
    }

    [Fact]
    public void Steps_that_name_their_figure_again_are_steps_still() => Assert.Equal(
        "if 上年度营业收入 >= 5 * 亿元 then 50 * 万元 else 20 * 万元",
        Drafter.Award("上年度营业收入1亿元至5亿元的，奖励20万元；对年营业收入达到5亿元以上的，奖励50万元。", 2025)?.Feel);

    [Theory]
    [InlineData("按当年研发费用的10%给予补助。", "上年度研发费用 * 10 / 100", true)]
    [InlineData("按上年度研发费用的10%给予补助。", "上年度研发费用 * 10 / 100", false)]
    public void Of_a_figure_of_the_running_year_it_is_said_that_the_year_before_is_taken(string sentence, string feel, bool isSaid)
    {
        var award = Drafter.Award(sentence, 2025)!;

        Assert.Equal((feel, isSaid), (award.Feel, award.Left.Contains("上年度", StringComparison.Ordinal)));
    }

    private static string Most(NoticeAward? award) => award?.Most?.ToString("0", CultureInfo.InvariantCulture) ?? "";
}
