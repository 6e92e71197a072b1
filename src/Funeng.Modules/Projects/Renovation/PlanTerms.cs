using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>The name that plans add to the conditions of lists over enterprises: whether one is in force on the day.</summary>
internal sealed class PlanTerms(FunengDatabase database) : IListTerms
{
    private const string Key = "enterprisePlanInForce";

    private const int IdsAtOnce = 1000;

    public IReadOnlyList<FactDefinition> Terms { get; } = [new(Key, "有有效一企一策", "有有效的一企一策方案", FactType.Boolean, new FactOrigin.Filed(PerYear: false))];

    public async Task<IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>> ReadAsync(
        IReadOnlyDictionary<long, SubjectFacts> subjects, DateOnly day, CancellationToken cancellation)
    {
        var values = new Dictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>();
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var chunk in subjects.Keys.Chunk(IdsAtOnce))
        {
            await using var command = connection.CreateCommand();
            command.AddParameter("day", day);
            command.CommandText = $"select distinct enterprise from enterprise_plan where from_on <= @day and to_on >= @day and enterprise in ({string.Join(',', chunk)})";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) values[reader.GetInt64(0)] = [new(Key, FeelValue.True)];
        }

        return values;
    }

    // A plan is kept here and nowhere else: where there is none, there is none.
    public FeelValue Otherwise(FactDefinition term) => FeelValue.False;
}
