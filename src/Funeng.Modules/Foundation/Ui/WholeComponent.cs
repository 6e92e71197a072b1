using Microsoft.AspNetCore.Components;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>
/// The base of every page and part (see <c>_Imports.razor</c>): rendered once, when all it shows has been read. Blazor's own base renders a
/// first time in the middle of the reading, with half of the fields set, and lets a layout, its page and the parts beside each other read at the
/// same time; on a server database, which really waits, all of that would fail.
/// </summary>
public abstract class WholeComponent : ComponentBase, IHandleEvent
{
    private bool isInitialized;

    [Inject] private ReadingTurn Turn { get; set; } = null!;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await Turn.TakeAsync(ReadAsync);
        StateHasChanged();
    }

    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        await item.InvokeAsync(arg);
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        if (!isInitialized)
        {
            isInitialized = true;
            OnInitialized();
            await OnInitializedAsync();
        }

        OnParametersSet();
        await OnParametersSetAsync();
    }
}
