using System.Globalization;
using Funeng.Engines.Planning;

namespace Funeng.Host.Commands.Schedule;

/// <summary>Reads a single-mode project with renewable resources in the format of PSPLIB (Kolisch and Sprecher 1996), <c>.sm</c>.</summary>
internal static class PsplibFile
{
    public static ResourceProject Read(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var links = Numbers(After(lines, "PRECEDENCE RELATIONS"));
        var requests = Numbers(After(lines, "REQUESTS/DURATIONS"));
        var capacities = Numbers(After(lines, "RESOURCEAVAILABILITIES")).FirstOrDefault() ?? [];
        if (links.Count == 0 || links.Count != requests.Count || capacities.Length == 0)
            throw new UsageException("this is no PSPLIB project: precedence relations, requests and resource availabilities are needed for the same jobs");
        return new ResourceProject(capacities, [.. links.Zip(requests, (link, request) => JobOf(link, request, capacities.Length, links.Count))]);
    }

    private static Job JobOf(int[] link, int[] request, int resources, int jobs)
    {
        var isWhole = link.Length >= 3 && link.Length == 3 + link[2] && request.Length == 3 + resources && request[0] == link[0];
        if (!isWhole || link[1] != 1 || link[3..].Any(successor => successor < 1 || successor > jobs))
            throw new UsageException($"job {link[0]}: its successors or requests are not whole, or it has more than one mode");
        return new Job(link[0].ToString(CultureInfo.InvariantCulture), request[2], request[3..], [.. link[3..].Select(successor => successor - 1)]);
    }

    private static IEnumerable<string> After(List<string> lines, string title)
    {
        var first = lines.FindIndex(line => line.StartsWith(title, StringComparison.Ordinal));
        return first < 0 ? [] : lines.Skip(first + 1).TakeWhile(line => !line.StartsWith('*'));
    }

    /// <summary>The rows made of numbers alone; titles and rules between them are passed over.</summary>
    private static List<int[]> Numbers(IEnumerable<string> lines)
    {
        var rows = new List<int[]>();
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var numbers = words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
            if (numbers.Length > 0 && !numbers.Contains(-1)) rows.Add(numbers);
        }

        return rows;
    }
}
