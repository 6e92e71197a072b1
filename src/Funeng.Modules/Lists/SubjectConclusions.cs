using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>The stored verdicts of subjects as answers to 符合…: a list never decides a scheme anew.</summary>
public sealed class SubjectConclusions(FunengDatabase database, RuleBook rules)
{
    public async Task<IReadOnlyDictionary<long, StoredConclusions>> ReadAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var stored = subjects.ToDictionary(subject => subject, _ => new StoredConclusions(rules));
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var chunk in subjects.Chunk(1000))
        {
            await using var command = connection.CreateCommand();
            var ids = string.Join(',', chunk.Select(subject => subject.ToString(CultureInfo.InvariantCulture)));
            command.CommandText = $"select subject, scheme, outcome, failed from verdict where subject in ({ids})";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                stored[reader.GetInt64(0)].Add(reader.GetString(1), Enum.Parse<Outcome>(reader.GetString(2)), reader.GetString(3));
        }

        return stored;
    }
}

/// <summary>What the stored verdicts say about one subject.</summary>
public sealed class StoredConclusions(RuleBook rules) : ISchemeConclusions
{
    private readonly Dictionary<string, (Outcome Outcome, string Failed)> verdicts = [];

    public bool? Conclude(string scheme, FactView view) =>
        verdicts.TryGetValue(scheme, out var verdict) && verdict.Outcome != Outcome.Unknown ? verdict.Outcome == Outcome.Met : null;

    /// <summary>The conditions of a scheme that stand against the subject, by their labels.</summary>
    public string Failed(string scheme, DateOnly on)
    {
        if (!verdicts.TryGetValue(scheme, out var verdict) || rules.Find(scheme, on) is not { } pack)
            return "";
        var labels = verdict.Failed.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(key => pack.Scheme.Criteria.FirstOrDefault(criterion => criterion.Key == key)?.Label ?? key);
        return string.Join('；', labels);
    }

    internal void Add(string scheme, Outcome outcome, string failed) => verdicts[scheme] = (outcome, failed);
}
