using System.Runtime.CompilerServices;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>
/// What a question has for an answer for every row of the fact table: computed when it is first asked, then brought up to date by asking
/// again for the rows that were filed about since. Of the tables it was asked with nothing is kept.
/// </summary>
public sealed class RowAnswers
{
    private readonly Dictionary<string, Question> questions = [];
    private readonly Lock gate = new();
    private long asked;

    /// <summary>Bytes of answers that are kept; the question nobody has asked for longest goes first.</summary>
    internal long Most { get; init; } = 256L << 20;

    /// <param name="question">Everything the answers depend on but the facts: what is asked, signature of the rules, day.</param>
    /// <param name="table">The facts of all subjects, whatever the scope of who asks: answers are read by row.</param>
    /// <param name="all">Answers every row.</param>
    /// <param name="one">Answers one row; may be called from any thread.</param>
    /// <param name="cancellation">Stops waiting for somebody who asks the same.</param>
    /// <returns>One answer for each row of the table, or of a later one of its line.</returns>
    public async Task<IReadOnlyList<T>> AskAsync<T>(
        string question, FactTable table, Func<FactTable, T[]> all, Func<FactTable, int, T> one, CancellationToken cancellation)
    {
        var known = Find(question);
        await known.Turn.WaitAsync(cancellation);
        try
        {
            // Somebody who opened the table later may have asked before: the later answers stand.
            if (known.Version?.ChangedSince(table.Version) is null)
            {
                known.Answers = Changed(known.Version, table) is { } rows ? Renewed((T[])known.Answers!, table, rows, one) : all(table);
                known.Version = table.Version;
                Keep(known, (long)table.Subjects.Count * Unsafe.SizeOf<T>());
            }

            return (T[])known.Answers!;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    // Beyond an eighth of the rows all of them by column are quicker.
    private static IReadOnlyList<int>? Changed(FactTableVersion? earlier, FactTable table) =>
        earlier is not null && table.Version.ChangedSince(earlier) is { } rows && rows.Count <= 1000 + (table.Subjects.Count / 8) ? rows : null;

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
            if (!questions.TryGetValue(question, out var known)) questions.Add(question, known = new Question());
            known.Asked = ++asked;
            return known;
        }
    }

    private void Keep(Question renewed, long bytes)
    {
        lock (gate)
        {
            renewed.Bytes = bytes;
            while (questions.Count > 1 && questions.Values.Sum(question => question.Bytes) > Most)
            {
                questions.Remove(questions.MinBy(pair => pair.Value.Asked).Key);
            }
        }
    }

    private sealed class Question
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public long Asked { get; set; }

        public long Bytes { get; set; }

        public FactTableVersion? Version { get; set; }

        public object? Answers { get; set; }
    }
}
