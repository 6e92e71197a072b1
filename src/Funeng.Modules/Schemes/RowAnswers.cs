using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>
/// What a question has for an answer for every row of the fact table: computed when it is first asked, then brought up to date by asking
/// again for the rows that were filed about since. So a page that counts a whole city is as quick as reading the counts.
/// </summary>
public sealed class RowAnswers
{
    private readonly Dictionary<string, Question> questions = [];
    private readonly Lock gate = new();
    private long asked;

    /// <summary>Questions that are kept; the one nobody has asked for longest goes first.</summary>
    internal int Most { get; init; } = 48;

    /// <param name="question">Everything the answers depend on but the facts: what is asked, signature of the rules, day.</param>
    /// <param name="table">The facts of all subjects, whatever the scope of who asks: answers are read by row.</param>
    /// <param name="all">Answers every row.</param>
    /// <param name="one">Answers one row; may be called from any thread.</param>
    /// <returns>One answer for each row of the table.</returns>
    public IReadOnlyList<T> Ask<T>(string question, FactTable table, Func<FactTable, T[]> all, Func<FactTable, int, T> one)
    {
        var known = Find(question);
        lock (known)
        {
            if (!ReferenceEquals(known.Table, table))
            {
                known.Answers = Changed(known.Table, table) is { } rows ? Renewed((T[])known.Answers!, table, rows, one) : all(table);
                known.Table = table;
            }

            return (T[])known.Answers!;
        }
    }

    // Beyond an eighth of the rows all of them by column are quicker.
    private static IReadOnlyList<int>? Changed(FactTable? earlier, FactTable table) =>
        earlier is not null && table.ChangedSince(earlier) is { } rows && rows.Count <= 1000 + (table.Subjects.Count / 8) ? rows : null;

    private static T[] Renewed<T>(T[] answers, FactTable table, IReadOnlyList<int> rows, Func<FactTable, int, T> one)
    {
        // Whoever still reads the earlier answers keeps them.
        var renewed = new T[table.Subjects.Count];
        answers.CopyTo(renewed, 0);
        Parallel.ForEach(rows, row => renewed[row] = one(table, row));
        return renewed;
    }

    private Question Find(string question)
    {
        lock (gate)
        {
            if (!questions.TryGetValue(question, out var known))
            {
                if (questions.Count >= Most) questions.Remove(questions.MinBy(pair => pair.Value.Asked).Key);
                questions.Add(question, known = new Question());
            }

            known.Asked = ++asked;
            return known;
        }
    }

    private sealed class Question
    {
        public long Asked { get; set; }

        public FactTable? Table { get; set; }

        public object? Answers { get; set; }
    }
}
