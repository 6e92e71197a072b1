using System.Text.Json;
using System.Text.Json.Serialization;
using Funeng.Engines.Planning;

namespace Funeng.Host.Commands.Schedule;

/// <summary>Reads a JSON list of networks: activities with durations, links with type and lag, date constraints by activity id.</summary>
internal static class NetworksFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public static IReadOnlyList<(string Name, Network Network)> Read(string text)
    {
        try
        {
            var written = JsonSerializer.Deserialize<List<WrittenNetwork>>(text, Options) ?? [];
            return [.. written.Select(network => (network.Name, network.ToNetwork()))];
        }
        catch (JsonException problem)
        {
            throw new UsageException($"this is no list of networks: {problem.Message}");
        }
    }

    private sealed record WrittenNetwork(
        string Name,
        IReadOnlyList<WrittenActivity> Activities,
        IReadOnlyList<WrittenLink> Relations,
        IReadOnlyDictionary<string, long>? StartNoEarlierThan,
        IReadOnlyDictionary<string, long>? FinishNoLaterThan)
    {
        public Network ToNetwork() => new([.. Activities.Select(ToActivity)], [.. Relations.Select(link => link.ToLink())]);

        private Activity ToActivity(WrittenActivity activity)
        {
            var id = TextOf(activity.Id);
            return new Activity(id, activity.Duration)
            {
                StartNoEarlierThan = Find(StartNoEarlierThan, id),
                FinishNoLaterThan = Find(FinishNoLaterThan, id),
            };
        }

        private static long? Find(IReadOnlyDictionary<string, long>? dates, string id) =>
            dates is not null && dates.TryGetValue(id, out var date) ? date : null;
    }

    // Ids are written as texts or as numbers.
    private sealed record WrittenActivity(JsonElement Id, long Duration);

    private sealed record WrittenLink(JsonElement From, JsonElement To, string Type, long Lag)
    {
        public Link ToLink() => new(TextOf(From), TextOf(To), TypeOf(Type), Lag);

        private static LinkType TypeOf(string type) => type switch
        {
            "FS" => LinkType.FinishToStart,
            "SS" => LinkType.StartToStart,
            "FF" => LinkType.FinishToFinish,
            "SF" => LinkType.StartToFinish,
            _ => throw new UsageException($"'{type}' is no type of link; there are FS, SS, FF and SF"),
        };
    }

    private static string TextOf(JsonElement id) => id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText();
}
