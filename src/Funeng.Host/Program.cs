using Funeng.Host.Commands;

return await CommandTable.RunAsync(args);
