using Microsoft.AspNetCore.Components;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>
/// The base of every page and part (see <c>_Imports.razor</c>): rendered once, when all it shows has been read. Blazor's own base renders a
/// first time in the middle of the reading, with half of the fields set, and lets a layout and its page read at the same time; on a server
/// database, which really waits, both would fail.
/// </summary>
public abstract class WholeComponent : ComponentBase, IHandleEvent
{
    private bool isInitialized;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!isInitialized)
        {
            isInitialized = true;
            OnInitialized();
            await OnInitializedAsync();
        }

        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }

    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        await item.InvokeAsync(arg);
        StateHasChanged();
    }
}
