using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>A call of a decision service that is not done yet, within the one around it.</summary>
internal sealed class ServiceCall(ServiceFunction service, FeelValue[] arguments, ServiceCall? outer)
{
    // A circle is short, and looking for one must not make a deep recursion slow.
    private const int MostAround = 8;

    public ServiceCall? Outer => outer;

    /// <summary>
    /// The services from the call around this one that asks for the very same, down to this; null when there is none. What is the same service of the
    /// same arguments can only go on for ever; with other arguments it may well end.
    /// </summary>
    public string[]? Circle()
    {
        List<string> names = [];
        var around = outer;
        for (var steps = 0; around is not null && steps < MostAround; steps++, around = around.Outer)
        {
            names.Insert(0, around.Name);
            if (around.IsSame(service, arguments)) return [.. names];
        }

        return null;
    }

    private string Name => service.Name;

    private bool IsSame(ServiceFunction called, FeelValue[] with)
    {
        if (called != service) return false;
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!ValueSameness.Same(arguments[index], with[index])) return false;
        }

        return true;
    }
}
