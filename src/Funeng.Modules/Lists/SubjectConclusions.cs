using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>The stored verdicts of subjects as answers to 符合…: a list never decides a scheme anew.</summary>
public sealed class SubjectConclusions(FunengDatabase database)
{
    public async Task<IReadOnlyDictionary<long, ISchemeConclusions>> ReadAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var stored = subjects.ToDictionary(subject => subject, _ => new Stored());
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var chunk in subjects.Chunk(1000))
        {
            await using var command = connection.CreateCommand();
            var ids = string.Join(',', chunk.Select(subject => subject.ToString(CultureInfo.InvariantCulture)));
            command.CommandText = $"select subject, scheme, outcome from verdict where subject in ({ids})";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                stored[reader.GetInt64(0)].Outcomes[reader.GetString(1)] = Enum.Parse<Outcome>(reader.GetString(2));
        }

        return stored.ToDictionary(pair => pair.Key, pair => (ISchemeConclusions)pair.Value);
    }

    private sealed class Stored : ISchemeConclusions
    {
        public Dictionary<string, Outcome> Outcomes { get; } = [];

        public bool? Conclude(string scheme, FactView view) => Outcomes.TryGetValue(scheme, out var outcome) && outcome != Outcome.Unknown ? outcome == Outcome.Met : null;
    }
}
