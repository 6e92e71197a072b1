using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Foundation.Spreadsheets;

namespace Funeng.Modules.Tests.Registry;

public sealed class UnifiedSocialCreditCodeTests
{
    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91370303FN0000011B")]
    [InlineData("91370304FN0000011R")]
    [InlineData(" 91370303fn0000011b ")]
    [InlineData("９１３７０３０３ＦＮ０００００１１Ｂ")]
    [InlineData("91370303-FN0000011-B")]
    public void A_right_code_is_read_however_it_was_typed(string typed)
    {
        Assert.Null(UnifiedSocialCreditCode.Read(typed).Problem);
    }

    [Theory]
    [InlineData("", "没有填写")]
    [InlineData("913703", "应为 18 位，现在是 6 位")]
    [InlineData("91370303FN0000011BB", "多 1 位")]
    [InlineData("370303200001234", "旧版工商注册号")]
    [InlineData("91370303FN000O011B", "字母 O")]
    [InlineData("91370303FN00V0011B", "字母 V")]
    [InlineData("91370303FN00中0011B", "不是代码中的字符")]
    [InlineData("B1370303FN0000011B", "登记管理部门")]
    [InlineData("94370303FN0000011B", "机构类别")]
    [InlineData("91990303FN0000011B", "行政区划")]
    [InlineData("91370303FN0000011C", "应为“B”")]
    public void Each_refusal_has_its_own_reason(string typed, string reason)
    {
        Assert.Contains(reason, UnifiedSocialCreditCode.Read(typed).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_for_a_digit_is_refused_with_the_code_it_must_have_been()
    {
        Assert.Equal("91370303FN0000011B", UnifiedSocialCreditCode.Read("91370303FNO000011B").Proposal);
    }

    [Fact]
    public void The_parts_of_a_code_can_be_read()
    {
        var code = UnifiedSocialCreditCode.Read("91370303FN0000011B").Value!.Value;

        Assert.Equal(("市场监管", "企业", "370303"), (code.Authority, code.Category, code.RegionCode));
    }

    [Fact]
    public void Codes_of_public_material_are_accepted_and_their_slips_refused()
    {
        var file = SharedFolder.Find("data/entity/credit-code/codes.csv");
        Assert.SkipWhen(file is null, "The folder shared/data/entity is not beside the repository.");

        var wrong = new List<string>();
        foreach (var line in File.ReadLines(file!).Skip(1))
        {
            var parts = line.Split(',');
            var isAccepted = UnifiedSocialCreditCode.Read(parts[0]).IsUnderstood;
            if (isAccepted != (parts[1] != "0"))
            {
                wrong.Add(line);
            }
        }

        Assert.Empty(wrong);
    }
}
