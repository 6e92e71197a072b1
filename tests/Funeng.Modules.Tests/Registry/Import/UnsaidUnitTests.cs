using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Import;

/// <summary>5200 under 上年度营业收入 of an enterprise nobody knows yet: hardly yuan.</summary>
public sealed class UnsaidUnitTests
{
    [Theory]
    [InlineData("2025年营业收入", "", 4)]
    [InlineData("2025年营业收入", "元", 0)]
    [InlineData("2025年营业收入（万元）", "", 0)]
    [InlineData("2025年营业收入（元）", "", 0)]
    public async Task A_yearly_sum_too_small_for_yuan_is_asked_about_where_nobody_said_the_unit(string heading, string unit, int questions)
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var summary = await UploadedAsync(city, heading, 4, unit);

        Assert.Equal(questions, summary.Unanswered);
        Assert.All(summary.Questions, question => Assert.StartsWith("表里没有写单位，按元读是 5", question.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_whole_column_of_them_is_asked_about_once()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var question = Assert.Single((await UploadedAsync(city, "2025年营业收入", 20)).Questions);

        Assert.Equal(-1, question.Row);
        Assert.StartsWith("本列 20 个数中有 20 个小得不像以元为单位，整列的单位是什么？例如第 2 行“5201”", question.Message, StringComparison.Ordinal);
    }

    private static async Task<CheckSummary> UploadedAsync(TestInstallation city, string heading, int count, string unit = "")
    {
        var rows = Enumerable.Range(1, count).Select(number => $"{Code(number)},淄博第{number}家有限公司,{5200 + number}{unit}\n");
        return (await city.RunAsync(await city.UploadAsync($"统一社会信用代码,企业名称,{heading}\n{string.Concat(rows)}"))).ReadSummary();
    }

    private static string Code(int number) => FormattableString.Invariant($"91370303MH{number:0000000}") is var code ? code + UnifiedSocialCreditCode.CheckCharacter(code) : "";
}
