using Funeng.Modules.Foundation.Search;

namespace Funeng.Modules.Tests.Foundation.Search;

public sealed class PinyinInitialsTests
{
    [Theory]
    [InlineData("氢能产业链", "qncyl")]
    [InlineData("金融赋能", "jrfn")]
    [InlineData("专精特新", "zjtx")]
    [InlineData("桓台县", "htx")]
    [InlineData("啊哈", "ah")]
    [InlineData("MEMS 产业", "mems cy")]
    [InlineData("", "")]
    public void Each_character_gives_the_first_letter_of_its_pinyin(string text, string initials) =>
        Assert.Equal(initials, PinyinInitials.Of(text));
}
