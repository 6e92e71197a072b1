using System.Text;

namespace Funeng.Modules.Tests.Architecture;

/// <summary>The arrows table drawn as a Mermaid diagram, for docs/architecture.md.</summary>
internal static class Diagram
{
    public static string OfArrows()
    {
        var text = new StringBuilder("```mermaid\nflowchart LR\n");
        foreach (var module in Arrows.Modules)
        {
            foreach (var used in Arrows.Own(module))
            {
                text.Append("  ").Append(module).Append(" --> ").Append(used).Append('\n');
            }
        }

        return text.Append("```\n").ToString();
    }
}
