using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Tests.Schemes;

public sealed class RowAnswersTests
{
    private static readonly FactCatalogue Catalogue = new([new FactDefinition("n", "n", "n", FactType.Number, new FactOrigin.Filed(PerYear: false))]);

    private readonly List<string> asked = [];

    [Fact]
    public async Task Only_rows_that_were_filed_about_since_are_asked_again()
    {
        var answers = new RowAnswers();
        var first = Table(1, 2, 3);
        var second = first.With(Table(2, 4));

        Assert.Equal([1, 2, 3], await AskAsync(answers, first));
        Assert.Equal([1, 2, 3, 4], await AskAsync(answers, second));
        Assert.Equal(["all", "row 1", "row 3"], asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_opened_the_table_earlier_gets_the_later_answers_and_replaces_nothing()
    {
        var answers = new RowAnswers();
        var earlier = Table(1, 2, 3);
        var later = earlier.With(Table(2, 4));
        await AskAsync(answers, later);

        Assert.Equal([1, 2, 3, 4], await AskAsync(answers, earlier));
        Assert.Equal([1, 2, 3, 4], await AskAsync(answers, later));
        Assert.Equal(["all"], asked);
    }

    [Fact]
    public async Task Beyond_its_memory_the_question_nobody_asked_for_longest_is_forgotten()
    {
        var answers = new RowAnswers { Most = 2 * 3 * sizeof(long) };
        var table = Table(1, 2, 3);
        foreach (var question in new[] { "a", "b", "a", "c", "a", "b" }) await AskAsync(answers, table, question);

        // a is kept; b made room for c and is asked again.
        Assert.Equal(4, asked.Count);
    }

    private static FactTable Table(params long[] subjects) => new FactTableBuilder(Catalogue, subjects).Build();

    private async Task<IEnumerable<long>> AskAsync(RowAnswers answers, FactTable table, string question = "q") => await answers.AskAsync(
        question, table, All, One, TestContext.Current.CancellationToken);

    private long[] All(FactTable table)
    {
        asked.Add("all");
        return [.. table.Subjects];
    }

    private long One(FactTable table, int row)
    {
        lock (asked) asked.Add($"row {row}");
        return table.Subjects[row];
    }
}
