using System.Data.Common;

namespace Funeng.Modules.Foundation.Data;

/// <summary>Parameters for hand-written SQL; values never enter the text.</summary>
public static class DbCommands
{
    public static DbParameter AddParameter(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
