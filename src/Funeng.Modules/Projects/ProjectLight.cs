using System.ComponentModel.DataAnnotations;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;

namespace Funeng.Modules.Projects;

public enum ProjectLight
{
    [Display(Name = "红灯")] Red,
    [Display(Name = "黄灯")] Yellow,
    [Display(Name = "数据不足")] Unknown,
    [Display(Name = "绿灯")] Green,
    [Display(Name = "不亮灯")] None,
}

/// <summary>
/// The light of a project is what the live lists with a signal say of it: their rules are data, and their memberships are its history.
/// </summary>
public static class Lights
{
    private static readonly string[] Dark = ["终止", "达产", "达效", "谋划"];

    /// <param name="stage">A project that is ended, has reached its aim or is only an idea shows none.</param>
    /// <param name="on">The signals of the lists it is on.</param>
    /// <param name="isOpen">Whether some list with a signal cannot be decided for want of facts.</param>
    public static ProjectLight Of(string? stage, IEnumerable<ListSignal> on, bool isOpen)
    {
        if (stage is null || Dark.Contains(stage)) return ProjectLight.None;
        var worst = on.DefaultIfEmpty(ListSignal.None).Max();
        return worst switch
        {
            ListSignal.Bad => ProjectLight.Red,
            ListSignal.Warning => ProjectLight.Yellow,
            _ => isOpen ? ProjectLight.Unknown : ProjectLight.Green,
        };
    }

    public static Signal Signal(this ProjectLight light) => light switch
    {
        ProjectLight.Red => Foundation.Ui.Signal.Bad,
        ProjectLight.Yellow => Foundation.Ui.Signal.Warning,
        ProjectLight.Green => Foundation.Ui.Signal.Good,
        _ => Foundation.Ui.Signal.Idle,
    };
}
