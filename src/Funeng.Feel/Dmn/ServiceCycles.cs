namespace Funeng.Feel.Dmn;

/// <summary>
/// Decision services that give decisions which call them: the requirements then run in a circle although no decision requires itself. What a service is
/// given is not decided in it, so a circle ends there.
/// </summary>
internal sealed class ServiceCycles
{
    private readonly HashSet<(DrgElement Element, DecisionService Within)> seen = [];
    private readonly HashSet<(DrgElement Element, DecisionService Within)> open = [];
    private readonly List<(DrgElement Element, DecisionService Within)> path = [];
    private readonly Stack<IEnumerator<(DrgElement Element, DecisionService Within)>> pending = [];

    /// <summary>The names along each circle, from the service on.</summary>
    public IReadOnlyList<string[]> Find(IEnumerable<DecisionService> services)
    {
        var cycles = new List<string[]>();
        foreach (var service in services)
        {
            if (seen.Add((service, service))) Follow((service, service), cycles);
        }

        return cycles;
    }

    // Depth first without recursion: models may be chains of thousands.
    private void Follow((DrgElement Element, DecisionService Within) start, List<string[]> cycles)
    {
        Enter(start);
        while (pending.TryPeek(out var next))
        {
            if (!next.MoveNext()) Leave();
            else if (open.Contains(next.Current)) Report(next.Current, cycles);
            else if (seen.Add(next.Current)) Enter(next.Current);
        }
    }

    private void Enter((DrgElement Element, DecisionService Within) place)
    {
        open.Add(place);
        path.Add(place);
        pending.Push(Next(place).GetEnumerator());
    }

    private void Leave()
    {
        pending.Pop().Dispose();
        open.Remove(path[^1]);
        path.RemoveAt(path.Count - 1);
    }

    // Decisions that require themselves without any service are found where decisions are compiled.
    private void Report((DrgElement Element, DecisionService Within) back, List<string[]> cycles)
    {
        var circle = path[path.IndexOf(back)..].ConvertAll(place => place.Element);
        var first = circle.FindIndex(element => element is DecisionService);
        if (first >= 0) cycles.Add([.. circle.Skip(first).Concat(circle.Take(first)).Select(element => element.Name)]);
    }

    private static IEnumerable<(DrgElement Element, DecisionService Within)> Next((DrgElement Element, DecisionService Within) place)
    {
        var required = place.Element switch
        {
            DecisionService service => service.Outputs,
            Decision decision => decision.Requirements,
            BusinessKnowledgeModel model => model.Requirements,
            _ => [],
        };
        return required.Where(element => !place.Within.Inputs.Contains(element)).Select(element => (element, element as DecisionService ?? place.Within));
    }
}
